-- Open alerts, the pressing ones first. The size of a story is counted now, not when the alert was written.
WITH open AS (
    SELECT key, kind, "at", headline, reasons, "usual", urgent, mentions FROM alert
    WHERE closed IS NULL AND "at" > $since AND "at" <= $until
    ORDER BY urgent DESC, "at" DESC LIMIT $limit
), told AS (
    SELECT DISTINCT open.key, same.no FROM open
    JOIN mention first ON first.id = open.mentions[1]
    JOIN story_link l ON l.no = first.no
    JOIN story_link same ON same.story = l.story
), size AS (
    SELECT told.key, count(*) AS passes,
        count(*) FILTER (coalesce(m.published, m.seen) > CAST($now AS TIMESTAMP) - INTERVAL 6 HOUR) AS recent
    FROM told JOIN mention m USING (no) GROUP BY told.key
), spread AS (
    SELECT told.key, sum(grown.shares) AS shares
    FROM told JOIN (SELECT no, max(shares) AS shares FROM snapshot GROUP BY no) grown USING (no) GROUP BY told.key
), shown AS (
    SELECT key, list(DISTINCT l.story) AS stories
    FROM (SELECT key, unnest(mentions[:3]) AS mention FROM open) JOIN story_link l USING (mention) GROUP BY key
)
SELECT open.key, kind, "at", headline, reasons, "usual", urgent, mentions[:3], coalesce(passes, 1), coalesce(recent, 0),
    CAST(coalesce(shares, 0) AS BIGINT),
    list_concat(mentions[:3], coalesce(stories, []))
FROM open LEFT JOIN size USING (key) LEFT JOIN spread USING (key) LEFT JOIN shown USING (key)
ORDER BY urgent DESC, CASE kind WHEN 'mention' THEN 0 WHEN 'second_complaint' THEN 1 WHEN 'story' THEN 2
    WHEN 'spike' THEN 3 ELSE 4 END, "at" DESC, key
