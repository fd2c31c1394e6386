-- What people speak of: mentions about us per topic, and the unhappy ones among them.
SELECT topic, count(*) AS mentions, count(*) FILTER (label = 'negative') AS negative
FROM (
    SELECT a.label, unnest(list_distinct(list_transform(a.topics, lambda hit: hit.topic))) AS topic
    FROM mention m JOIN assessment a USING (no)
    WHERE a.relevant
        AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
        AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
        AND $entity IN ('', m.entity) AND $source IN ('', m.source)
)
WHERE $topic IN ('', topic)
GROUP BY topic ORDER BY mentions DESC, topic LIMIT 20
