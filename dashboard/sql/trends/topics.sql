-- What people speak of: mentions about us per topic, and the unhappy ones among them.
SELECT hit.topic AS topic, count(DISTINCT no) AS mentions, count(DISTINCT no) FILTER (label = 'negative') AS negative
FROM (
    SELECT m.no, a.label, unnest(a.topics) AS hit FROM mention m JOIN assessment a USING (no)
    WHERE a.relevant
    AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
    AND $entity IN ('', m.entity) AND $source IN ('', m.source)
)
WHERE $topic IN ('', hit.topic)
GROUP BY topic ORDER BY mentions DESC, topic LIMIT 20
