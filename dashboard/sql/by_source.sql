-- Where it is said: mentions about us per source, and the unhappy ones among them.
SELECT m.source, count(*) AS mentions, count(*) FILTER (a.label = 'negative') AS negative
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
GROUP BY m.source ORDER BY mentions DESC, m.source LIMIT 50
