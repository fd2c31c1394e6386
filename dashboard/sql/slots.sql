-- Mentions about us in quarter hours, and the negative ones among them.
SELECT time_bucket(INTERVAL 15 MINUTE, coalesce(m.published, m.seen)) AS slot, count(*),
    count(*) FILTER (a.label = 'negative')
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
    AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
GROUP BY slot ORDER BY slot
