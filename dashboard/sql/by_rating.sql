-- The stars people give, in fifths: 1 is the worst.
SELECT CAST(round(rating * 4) AS INTEGER) + 1 AS stars, count(*) AS mentions
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant AND rating IS NOT NULL
    AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
GROUP BY stars ORDER BY stars DESC
