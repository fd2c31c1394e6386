-- Looks at each source per UTC day: how many, how many of them blocked or broken, and how many new mentions they brought.
SELECT source, CAST("at" AS DATE) AS "day", count(*) AS looks, count(*) FILTER (status = 'blocked') AS blocked,
    count(*) FILTER (status = 'broken') AS broken, CAST(sum("new") AS BIGINT) AS brought
FROM poll WHERE "at" > $since AND "at" <= $until
GROUP BY ALL ORDER BY source, "day"
