-- Open alerts, the pressing ones first. The size of a story is counted now, not when the alert was written.
WITH open AS (
    SELECT key, kind, "at", headline, reasons, "usual", urgent, mentions FROM alert
    WHERE closed IS NULL AND "at" > $since AND "at" <= $until
    ORDER BY urgent DESC, "at" DESC LIMIT $limit
), quoted AS (
    SELECT key, unnest(mentions[:3]) AS mention, generate_subscripts(mentions[:3], 1) AS place FROM open
), telling AS (
    SELECT key, place, story FROM quoted JOIN story_link USING (mention)
), told AS (
    SELECT DISTINCT telling.key, same.no FROM telling JOIN story_link same USING (story) WHERE place = 1
), size AS (
    SELECT told.key, count(*) AS passes,
        count(*) FILTER (coalesce(m.published, m.seen) > CAST($now AS TIMESTAMP) - INTERVAL 6 HOUR) AS recent
    FROM told JOIN mention m USING (no) GROUP BY told.key
), grown AS (
    SELECT no, max(shares) AS shares FROM snapshot SEMI JOIN told USING (no) GROUP BY no
), spread AS (
    SELECT key, sum(shares) AS shares FROM told JOIN grown USING (no) GROUP BY key
)
SELECT key, kind, "at", headline, reasons, "usual", urgent, mentions[:3], coalesce(passes, 1), coalesce(recent, 0),
    CAST(coalesce(shares, 0) AS BIGINT)
FROM open LEFT JOIN size USING (key) LEFT JOIN spread USING (key)
ORDER BY urgent DESC, CASE kind WHEN 'mention' THEN 0 WHEN 'second_complaint' THEN 1 WHEN 'story' THEN 2
    WHEN 'spike' THEN 3 ELSE 4 END, "at" DESC, key
