-- How many mentions a day, and what share of them is negative
SELECT "day", sum(mentions) AS mentions, sum(negative) AS negative, round(sum(negative) / sum(mentions), 3) AS share
FROM mentions_daily GROUP BY "day" ORDER BY "day" DESC LIMIT 60
