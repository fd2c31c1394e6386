-- Every source that was ever looked at: its last look, and how the looks of the last 24 hours went.
WITH heard AS (
    SELECT source, max(coalesce(published, seen)) AS newest FROM mention
    WHERE coalesce(published, seen) <= $until GROUP BY source
), looked AS (
    SELECT source, max("at") AS "at",
        count(*) FILTER ("at" > CAST($until AS TIMESTAMP) - INTERVAL 24 HOUR) AS looks,
        count(*) FILTER (
            "at" > CAST($until AS TIMESTAMP) - INTERVAL 24 HOUR AND status IN ('blocked', 'broken')
        ) AS failures
    FROM poll GROUP BY source
)
SELECT source, status, "at", error, next_step, next_due, heard.newest, looks, looked.failures
FROM looked JOIN poll USING (source, "at") LEFT JOIN heard USING (source)
ORDER BY CASE status WHEN 'broken' THEN 0 WHEN 'blocked' THEN 1 ELSE 2 END, source
