-- Share of voice: how often each brand and location is spoken of, competitors too, and how unhappily.
SELECT m.entity, count(*) AS mentions, count(*) FILTER (a.label = 'negative') AS negative
FROM mention m JOIN assessment a USING (no)
WHERE (a.relevant OR a.rival) AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
    AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
    AND $source IN ('', m.source)
GROUP BY m.entity ORDER BY mentions DESC, m.entity LIMIT 20
