-- Mentions, newest first, one page of them, with how many there are; where $grouped, those of one story stand together
-- under the newest of them, among the newest $reach. "open": about us, flagged or worth a look, and nobody has dealt
-- with it yet. A person's word that still stands, or a case, deals with it; a slip that was taken back does not.
WITH words AS (
    SELECT mention, starts_with(what, 'back:') AS back, "at",
        split_part(regexp_replace(what, '^back:', ''), '/was:', 1) AS word
    FROM correction WHERE what NOT LIKE '%alert:useful'
), slips AS (
    SELECT "case" FROM case_event WHERE kind IN ('open', 'dismiss', 'reopen') GROUP BY "case"
    HAVING arg_max(kind, seq) = 'dismiss' AND arg_max(payload->>'$.words', seq) = $undone
), handled AS (
    SELECT mention FROM words GROUP BY mention, word HAVING NOT arg_max(back, "at")
    UNION SELECT payload->>'$.mention' FROM case_event ANTI JOIN slips USING ("case")
        WHERE kind IN ('open', 'speak', 'reopen') AND payload->>'$.mention' IS NOT NULL
), chosen AS (
    SELECT m.no, coalesce(m.published, m.seen) AS said
    FROM mention m JOIN assessment a USING (no)
    WHERE (a.relevant OR $show = 'handled') AND coalesce(m.published, m.seen) <= $until
        AND ($source = '' OR m.source = $source)
        AND CASE $show WHEN 'open' THEN a.flag <> 'none' AND a.mention NOT IN (FROM handled)
            WHEN 'handled' THEN a.mention IN (FROM handled)
            WHEN 'negative' THEN a.label = 'negative' WHEN 'positive' THEN a.label = 'positive' ELSE true END
), near AS (
    SELECT no, said FROM chosen ORDER BY said DESC, no DESC LIMIT $reach
), each AS (
    SELECT n.no, n.said, m.id, coalesce(l.story, m.id) AS story
    FROM near n JOIN mention m USING (no) LEFT JOIN story_link l USING (no)
), told AS (
    SELECT arg_max(id, (said, no)) AS id, any_value(story) AS story, max((said, no)) AS newest, count(*) AS voices
    FROM each GROUP BY CASE WHEN $grouped THEN story ELSE id END
)
SELECT id, story, voices, (SELECT count(*) FROM chosen),
    CASE WHEN $grouped THEN (SELECT count(*) FROM told) ELSE (SELECT count(*) FROM chosen) END
FROM told ORDER BY newest DESC LIMIT $limit OFFSET $skip
