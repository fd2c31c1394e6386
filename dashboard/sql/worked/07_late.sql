-- How late we know: hours from posting to our first sight of it, by source
SELECT source, count(*) AS mentions,
    round(median(date_diff('second', published, seen)) / 3600, 2) AS median_hours,
    round(quantile_cont(date_diff('second', published, seen), 0.95) / 3600, 2) AS hours_95
FROM mentions WHERE published IS NOT NULL GROUP BY source ORDER BY median_hours DESC
