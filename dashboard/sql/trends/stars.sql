-- The stars people give, in fifths: 1 is the worst.
SELECT CAST(round(m.rating * 4) AS INTEGER) + 1 AS stars, count(*) AS mentions
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant AND m.rating IS NOT NULL
    AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
    AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
    AND $entity IN ('', m.entity) AND $source IN ('', m.source)
    AND ($topic = '' OR list_contains(list_transform(a.topics, lambda hit: hit.topic), $topic))
GROUP BY stars ORDER BY stars DESC
