-- The newest flagged or negative mentions, one for each story with the number of times it was told.
-- The words themselves are fetched last, for the few that are shown.
WITH unhappy AS (
    SELECT m.no, coalesce(m.published, m.seen) AS said, coalesce(nullif(a.story, ''), m.id) AS story
    FROM mention m JOIN assessment a USING (no)
    WHERE a.relevant AND (a.flag <> 'none' OR a.label = 'negative')
        AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
), few AS (
    SELECT arg_max(no, said) AS no, max(said) AS said, count(*) AS told
    FROM unhappy GROUP BY story ORDER BY said DESC LIMIT $limit
)
SELECT
    m.id, m.entity, m.source, m.kind, m.url, m.author, m.title, m."text", m.published, m.seen, m.rating, m.rating_scale,
    a.label, a.flag, list_distinct(list_transform(a.topics, lambda hit: hit.topic)), a.reasons, few.told
FROM few JOIN mention m USING (no) JOIN assessment a USING (no) ORDER BY few.said DESC
