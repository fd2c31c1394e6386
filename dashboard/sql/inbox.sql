-- Mentions about us, newest first, one page of them: flagged, worth a look, negative, or all. And how many there are.
SELECT m.id, count(*) OVER () AS found
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant AND coalesce(m.published, m.seen) <= $until
    AND ($source = '' OR m.source = $source)
    AND CASE $show WHEN 'flag' THEN a.flag = 'flag' WHEN 'maybe' THEN a.flag = 'maybe'
        WHEN 'negative' THEN a.label = 'negative' WHEN 'positive' THEN a.label = 'positive' ELSE true END
ORDER BY coalesce(m.published, m.seen) DESC, m.no DESC LIMIT $limit OFFSET $skip
