-- People who complained more than once
SELECT author, source, count(*) AS complaints, min("when") AS first, max("when") AS last
FROM mentions WHERE relevant AND label = 'negative' AND author <> ''
GROUP BY author, source HAVING count(*) > 1 ORDER BY complaints DESC, last DESC LIMIT 50
