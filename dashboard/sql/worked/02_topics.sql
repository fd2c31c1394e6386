-- Which topics draw the most complaints in the last 30 days
SELECT topic, sum(negative) AS negative, sum(mentions) AS mentions, round(avg(polarity), 2) AS polarity
FROM negative_by_topic WHERE "day" > current_date - 30
GROUP BY topic ORDER BY negative DESC, topic
