-- Mentions about us in quarter hours, and the negative ones among them.
SELECT time_bucket(INTERVAL 15 MINUTE, coalesce(m.published, m.seen)) AS slot, count(*) AS mentions,
    count(*) FILTER (a.label = 'negative') AS negative
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant
    AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
    AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
    AND $entity IN ('', m.entity) AND $source IN ('', m.source)
    AND ($topic = '' OR list_contains(list_transform(a.topics, lambda hit: hit.topic), $topic))
GROUP BY slot ORDER BY slot
