-- How many mentions the choice of the inbox has altogether.
SELECT count(*)
FROM mention m JOIN assessment a USING (no)
WHERE a.relevant AND coalesce(m.published, m.seen) <= $until
    AND ($source = '' OR m.source = $source)
    AND CASE $show WHEN 'flag' THEN a.flag = 'flag' WHEN 'maybe' THEN a.flag = 'maybe'
        WHEN 'negative' THEN a.label = 'negative' WHEN 'positive' THEN a.label = 'positive' ELSE true END
