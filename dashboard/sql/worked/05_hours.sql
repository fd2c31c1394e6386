-- At which hour of the day (UTC) people complain
SELECT hour("when") AS "hour", count(*) FILTER (label = 'negative') AS negative, count(*) AS mentions
FROM mentions WHERE relevant GROUP BY "hour" ORDER BY "hour"
