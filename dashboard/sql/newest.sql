-- The newest flagged or negative mentions, one for each story, with the number of times it was told.
SELECT arg_max(id, said) AS id, count(*) AS told, story
FROM (
    SELECT m.id, coalesce(m.published, m.seen) AS said, coalesce(l.story, m.id) AS story
    FROM mention m JOIN assessment a USING (no) LEFT JOIN story_link l USING (no)
    WHERE a.relevant AND (a.flag <> 'none' OR a.label = 'negative')
        AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
)
GROUP BY story ORDER BY max(said) DESC LIMIT $limit
