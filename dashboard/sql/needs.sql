-- Open alerts, the pressing ones first. The size of a story is counted now, not when the alert was written.
WITH open AS (
    SELECT key, kind, "at", headline, reasons, usual, urgent, mentions FROM alert
    WHERE closed IS NULL AND "at" > $since AND "at" <= $until
    ORDER BY urgent DESC, "at" DESC LIMIT $limit
), told AS (
    SELECT DISTINCT open.key, told.no FROM open
    JOIN mention first ON first.id = open.mentions[1]
    JOIN assessment a ON a.no = first.no AND a.story <> ''
    JOIN assessment told ON told.story = a.story
), size AS (
    SELECT told.key, count(*) AS passes,
        count(*) FILTER (coalesce(m.published, m.seen) > CAST($until AS TIMESTAMP) - INTERVAL 6 HOUR) AS recent
    FROM told JOIN mention m USING (no) GROUP BY told.key
), spread AS (
    SELECT told.key, sum(grown.shares) AS shares
    FROM told JOIN (SELECT no, max(shares) AS shares FROM snapshot GROUP BY no) grown USING (no) GROUP BY told.key
)
SELECT open.key, kind, "at", headline, reasons, usual, urgent, mentions[:3], coalesce(passes, 1), coalesce(recent, 0),
    CAST(coalesce(shares, 0) AS BIGINT)
FROM open LEFT JOIN size USING (key) LEFT JOIN spread USING (key)
ORDER BY urgent DESC, "at" DESC
