-- The tables of the record. All TIMESTAMP columns are UTC.
--
-- The large append-only tables (mention, snapshot, assessment, story_link) carry no constraint and no index: they are
-- kept unique by an anti-join inside the writing transaction, and can move to a lake when one file is outgrown. They
-- are joined by `no`, the number of arrival, which only grows: neighbours in time are neighbours in the file, so a
-- look at recent mentions reads recent blocks only. The small tables carry primary keys.

CREATE TABLE meta (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE meta IS 'What the record knows of itself: schema, identity, sequence of committed changes';

CREATE TABLE mention (
    no BIGINT NOT NULL,
    key UBIGINT NOT NULL,
    state UBIGINT NOT NULL,
    id VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    published TIMESTAMP,
    seen TIMESTAMP NOT NULL,
    rating DOUBLE,
    rating_scale VARCHAR,
    "language" VARCHAR,
    parent VARCHAR
);
COMMENT ON TABLE mention IS 'What the outside said, as first seen; never changed';
COMMENT ON COLUMN mention.no IS 'Number of arrival, 1, 2, 3 ...';
COMMENT ON COLUMN mention.key IS 'First 64 bits of the digest of id: eight bytes to compare instead of a text';
COMMENT ON COLUMN mention.state IS 'Digest of title, text and rating: a different one on a later look means an edit';

CREATE TABLE known_key (
    key UBIGINT NOT NULL,
    no BIGINT NOT NULL
);
COMMENT ON TABLE known_key IS 'mention.key and mention.no sorted by key, up to meta.sorted_until';

CREATE TABLE edit (
    no BIGINT NOT NULL,
    "at" TIMESTAMP NOT NULL,
    state UBIGINT NOT NULL
);
COMMENT ON TABLE edit IS 'From when on a mention read differently; state 0 means that it was gone';

CREATE TABLE snapshot (
    no BIGINT NOT NULL,
    mention VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL,
    likes BIGINT,
    replies BIGINT,
    shares BIGINT,
    views BIGINT,
    followers BIGINT,
    rating DOUBLE,
    "text" VARCHAR,
    title VARCHAR,
    reply VARCHAR,
    deleted BOOLEAN NOT NULL
);
COMMENT ON TABLE snapshot IS 'What later looks saw of a mention: growth, edits, our answer, removal. Only what changed';
COMMENT ON COLUMN snapshot.no IS 'Number of arrival of the mention';

CREATE TABLE assessment (
    no BIGINT NOT NULL,
    mention VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL,
    relevant BOOLEAN NOT NULL,
    "language" VARCHAR NOT NULL,
    compound DOUBLE NOT NULL,
    complaint DOUBLE,
    label VARCHAR NOT NULL,
    flag VARCHAR NOT NULL,
    topics STRUCT(topic VARCHAR, polarity DOUBLE, quote VARCHAR)[] NOT NULL,
    story VARCHAR NOT NULL,
    urgency VARCHAR NOT NULL,
    reasons VARCHAR[] NOT NULL,
    rival BOOLEAN DEFAULT false
);
COMMENT ON TABLE assessment IS 'What we think of a mention; one row each, replaced when the rules get better';
COMMENT ON COLUMN assessment.no IS 'Number of arrival of the mention';
COMMENT ON COLUMN assessment.rival IS 'About a competitor: counted for the share of voice and for nothing else';

CREATE TABLE waiting (
    no BIGINT NOT NULL,
    moment TIMESTAMP NOT NULL
);
COMMENT ON TABLE waiting IS 'Mentions without a current assessment, so that nobody has to search for them';
COMMENT ON COLUMN waiting.moment IS 'When the mention was published, else seen: the newest are judged first';

CREATE TABLE story_link (
    no BIGINT NOT NULL,
    mention VARCHAR NOT NULL,
    story VARCHAR NOT NULL
);
COMMENT ON TABLE story_link IS 'Which story a mention tells';

CREATE TABLE poll (
    source VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL,
    found BIGINT NOT NULL,
    "new" BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    seconds DOUBLE NOT NULL,
    error VARCHAR NOT NULL,
    next_step VARCHAR NOT NULL,
    failures BIGINT NOT NULL,
    newest TIMESTAMP,
    next_due TIMESTAMP,
    cursor VARCHAR NOT NULL,
    PRIMARY KEY (source, "at")
);
COMMENT ON TABLE poll IS 'Every look at every source, with the cursor (JSON) that stands for what was stored';

CREATE TABLE alert (
    key VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL,
    headline VARCHAR NOT NULL,
    mentions VARCHAR[] NOT NULL,
    reasons VARCHAR[] NOT NULL,
    usual VARCHAR NOT NULL,
    urgent BOOLEAN NOT NULL,
    expected_false_alarms_per_week DOUBLE,
    closed TIMESTAMP
);
COMMENT ON TABLE alert IS 'Judgements worth telling somebody, once each';

CREATE TABLE notification (
    key VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    html VARCHAR NOT NULL,
    created TIMESTAMP NOT NULL,
    thread VARCHAR NOT NULL,
    attempts BIGINT NOT NULL,
    error VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    due TIMESTAMP NOT NULL,
    sent TIMESTAMP,
    PRIMARY KEY (key, recipient)
);
COMMENT ON TABLE notification IS 'The outbox: one letter per key and recipient, until it is delivered or refused';
COMMENT ON COLUMN notification.status IS 'waiting, sent or refused';
COMMENT ON COLUMN notification.due IS 'Not before this; while somebody is sending it, the end of the lease';

CREATE TABLE state (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE state IS 'What detectors and the story index remember between two rounds (JSON)';

CREATE TABLE correction (
    mention VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL,
    PRIMARY KEY (mention, what, "at")
);
COMMENT ON TABLE correction IS 'A person says that a judgement is wrong: what should have been said, who, when';

CREATE TABLE case_event (
    "case" VARCHAR NOT NULL,
    seq BIGINT NOT NULL,
    "at" TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    payload VARCHAR NOT NULL,
    PRIMARY KEY ("case", seq)
);
COMMENT ON TABLE case_event IS 'Append-only history of every case; two people at once cannot both write the same seq';

CREATE TABLE IF NOT EXISTS dropped (
    no BIGINT NOT NULL,
    "at" TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL
);
COMMENT ON TABLE dropped IS 'Mentions whose words and author are not kept any more; judgement, stars and times stay';
COMMENT ON COLUMN dropped.why IS 'age, source (its words are never kept) or deleted (at the source)';

-- What analysts read. Everything here is documented in the file itself: SELECT * FROM documentation.

CREATE VIEW mentions AS
SELECT m.id, m.entity, m.source, m.kind, m.url, m.author,
       coalesce(s.title, m.title) AS title, coalesce(s."text", m."text") AS "text",
       m.published, m.seen, coalesce(m.published, m.seen) AS "when",
       coalesce(s.rating, m.rating) AS rating, m.rating_scale, m.parent,
       a.relevant, a."language", a.compound, a.complaint, a.label, a.flag, a.urgency, a.reasons,
       list_transform(a.topics, lambda hit: hit.topic) AS topics,
       coalesce(l.story, nullif(a.story, '')) AS story, a.version AS rules, a."at" AS assessed,
       s.likes, s.replies, s.shares, s.views, s.followers, s.reply, coalesce(s.deleted, false) AS deleted,
       s.looked
FROM mention m
LEFT JOIN assessment a USING (no)
LEFT JOIN story_link l USING (no)
LEFT JOIN (
    SELECT no, max("at") AS looked, arg_max(likes, "at") AS likes, arg_max(replies, "at") AS replies,
           arg_max(shares, "at") AS shares, arg_max(views, "at") AS views, arg_max(followers, "at") AS followers,
           arg_max(rating, "at") AS rating, arg_max("text", "at") AS "text", arg_max(title, "at") AS title,
           arg_max(reply, "at") AS reply, arg_max(deleted, "at") AS deleted
    FROM snapshot GROUP BY no
) s USING (no);
COMMENT ON VIEW mentions IS 'One row per mention as it reads now, with what we think of it and its latest counts. Times are UTC';
COMMENT ON COLUMN mentions.id IS 'Stable for ever';
COMMENT ON COLUMN mentions.published IS 'When the source says it was published; NULL when it does not say';
COMMENT ON COLUMN mentions.seen IS 'When we first saw it';
COMMENT ON COLUMN mentions."when" IS 'published, else seen: for charts';
COMMENT ON COLUMN mentions.rating IS '0 (worst) to 1 (best), from rating_scale';
COMMENT ON COLUMN mentions.relevant IS 'Is it about us; NULL while not judged';
COMMENT ON COLUMN mentions.compound IS 'VADER, -1 to 1';
COMMENT ON COLUMN mentions.complaint IS 'Probability that it is a complaint, 0 to 1; NULL when it could not be judged';
COMMENT ON COLUMN mentions.label IS 'negative, neutral, positive or unscored';
COMMENT ON COLUMN mentions.flag IS 'flag, maybe or none';
COMMENT ON COLUMN mentions.looked IS 'Last look that showed something new';

CREATE VIEW mentions_daily AS
SELECT CAST(coalesce(m.published, m.seen) AS DATE) AS "day", m.entity, m.source, count(*) AS mentions,
       count(*) FILTER (a.label = 'negative') AS negative,
       count(*) FILTER (a.label = 'negative') / nullif(count(*) FILTER (a.label <> 'unscored'), 0) AS share
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant
GROUP BY ALL;
COMMENT ON VIEW mentions_daily IS 'Relevant mentions per UTC day, entity and source';
COMMENT ON COLUMN mentions_daily.share IS 'negative / (mentions whose language we can judge), 0 to 1; NULL when there is none';

CREATE VIEW negative_by_topic AS
SELECT CAST(m."when" AS DATE) AS "day", m.entity, m.hit.topic AS topic, count(*) AS mentions,
       count(*) FILTER (m.hit.polarity < 0) AS negative, avg(m.hit.polarity) AS polarity
FROM (
    SELECT coalesce(m.published, m.seen) AS "when", m.entity, unnest(a.topics) AS hit
    FROM mention m JOIN assessment a USING (no) WHERE a.relevant
) m
GROUP BY ALL;
COMMENT ON VIEW negative_by_topic IS 'What people complain of: mentions per UTC day, entity and topic';
COMMENT ON COLUMN negative_by_topic.negative IS 'Of them, those whose sentences on this topic sound negative';
COMMENT ON COLUMN negative_by_topic.polarity IS 'Mean polarity of the sentences on this topic, -1 to 1';

CREATE VIEW source_health AS
SELECT source, count(*) AS checks, count(*) FILTER (status IN ('blocked', 'broken')) AS failures,
       arg_max(failures, "at") AS failures_in_a_row, arg_max(status, "at") AS status, arg_max(error, "at") AS error,
       max("at") AS last_check, max("at") FILTER (status IN ('ok', 'nothing_new')) AS last_good,
       max(newest) AS newest_item, arg_max(next_due, "at") AS next_due, sum("new") AS new_mentions,
       sum(skipped) AS skipped_items
FROM poll GROUP BY source;
COMMENT ON VIEW source_health IS 'How each source fares: checks, failures, last good check, newest item, next check due';
COMMENT ON COLUMN source_health.newest_item IS 'Newest published time that the source ever showed';

CREATE VIEW notifications AS
SELECT key, recipient, channel, kind, subject, created, thread, status, attempts, error, due, sent
FROM notification;
COMMENT ON VIEW notifications IS 'Letters and how they fare, without their words';

CREATE VIEW stories AS
SELECT l.story, min(coalesce(m.published, m.seen)) AS first, max(coalesce(m.published, m.seen)) AS last,
       count(*) AS mentions, count(DISTINCT m.author) AS authors, count(*) FILTER (a.label = 'negative') AS negative,
       arg_min(m.title, m.no) AS title
FROM story_link l JOIN mention m USING (no) LEFT JOIN assessment a USING (no)
GROUP BY l.story;
COMMENT ON VIEW stories IS 'Mentions that tell the same thing';

CREATE VIEW documentation AS
SELECT name, "column", "comment" FROM (
    SELECT view_name AS name, '' AS "column", "comment" FROM duckdb_views() WHERE NOT internal AND database_name = current_database()
    UNION ALL SELECT table_name, '', "comment" FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()
    UNION ALL SELECT table_name, column_name, "comment" FROM duckdb_columns() WHERE NOT internal AND database_name = current_database()
) WHERE "comment" IS NOT NULL ORDER BY ALL;
COMMENT ON VIEW documentation IS 'This list';
