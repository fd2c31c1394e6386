-- Stories with an unhappy voice in them that were told again, or passed on as their sources count; the busiest first.
WITH recent AS (
    SELECT l.story, m.no, a.label = 'negative' OR a.flag <> 'none' AS unhappy
    FROM story_link l JOIN mention m USING (no) JOIN assessment a USING (no)
    WHERE a.relevant AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
    AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
), passed AS (
    SELECT no, max(shares) AS shares FROM snapshot SEMI JOIN recent USING (no) WHERE shares > 0 GROUP BY no
)
SELECT story FROM recent LEFT JOIN passed USING (no)
GROUP BY story HAVING bool_or(unhappy) AND (count(*) > 1 OR sum(shares) > 0)
ORDER BY count(*) + coalesce(sum(shares), 0) DESC, story LIMIT $limit
