-- Mentions about us, newest first, one page of them: flagged, worth a look, negative, positive, or all.
WITH few AS (
    SELECT m.no, coalesce(m.published, m.seen) AS said
    FROM mention m JOIN assessment a USING (no)
    WHERE a.relevant AND coalesce(m.published, m.seen) <= $until
        AND ($source = '' OR m.source = $source)
        AND CASE $show WHEN 'flag' THEN a.flag = 'flag' WHEN 'maybe' THEN a.flag = 'maybe'
            WHEN 'negative' THEN a.label = 'negative' WHEN 'positive' THEN a.label = 'positive' ELSE true END
    ORDER BY said DESC, m.no DESC LIMIT $limit OFFSET $skip
)
SELECT m.id FROM few JOIN mention m USING (no) ORDER BY few.said DESC, m.no DESC
