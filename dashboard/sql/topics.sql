-- Topics of happy ($good) or unhappy mentions, each with the sentence that says it most strongly.
WITH hits AS (
    SELECT m.no, unnest(a.topics) AS hit FROM mention m JOIN assessment a USING (no)
    WHERE a.relevant AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
    AND m.seen > CAST($since AS TIMESTAMP) - INTERVAL 1 DAY -- no clock is a day ahead: older blocks are passed over
        AND a.label = CASE WHEN $good THEN 'positive' ELSE 'negative' END
), lines AS (
    SELECT hit.topic AS topic, count(DISTINCT no) AS mentions,
        arg_max(hit.quote, CASE WHEN $good THEN hit.polarity ELSE -hit.polarity END) AS quote
    FROM hits WHERE CASE WHEN $good THEN hit.polarity >= 0 ELSE hit.polarity <= 0 END GROUP BY topic
)
SELECT topic, mentions, quote FROM lines ORDER BY mentions DESC, topic LIMIT $limit
