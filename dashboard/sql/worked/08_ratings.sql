-- Stars against our label: where the two disagree
SELECT CAST(round(rating * 4) AS INTEGER) + 1 AS stars, label, count(*) AS mentions
FROM mentions WHERE relevant AND rating IS NOT NULL GROUP BY stars, label ORDER BY stars, label
