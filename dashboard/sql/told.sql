-- Stories told last by unhappy mentions: each by the mention that told it first.
WITH recent AS (
    SELECT coalesce(l.story, m.id) AS story, m.id, coalesce(m.published, m.seen) AS said
    FROM mention m JOIN assessment a USING (no) LEFT JOIN story_link l USING (no)
    WHERE m.seen > $since -- nobody tells what was not said yet; this alone lets the older blocks be skipped
        AND a.relevant AND (a.flag <> 'none' OR a.label = 'negative')
        AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
        AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
)
SELECT story, arg_min(id, said) FROM recent GROUP BY story ORDER BY count(*) > 1 DESC, max(said) DESC LIMIT $limit
