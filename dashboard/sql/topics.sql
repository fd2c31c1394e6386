-- Topics of happy ($good) or unhappy mentions, each with its strongest sentence.
WITH hits AS (
    SELECT m.no, unnest(a.topics) AS hit FROM mention m JOIN assessment a USING (no)
    WHERE a.relevant AND coalesce(m.published, m.seen) > $since AND coalesce(m.published, m.seen) <= $until
        AND a.label = CASE WHEN $good THEN 'positive' ELSE 'negative' END
), lines AS (
    SELECT hit.topic AS topic, count(DISTINCT no) AS people,
        CASE WHEN $good THEN arg_max(hit.quote, hit.polarity) ELSE arg_min(hit.quote, hit.polarity) END AS quote,
        CASE WHEN $good THEN arg_max(no, hit.polarity) ELSE arg_min(no, hit.polarity) END AS no
    FROM hits WHERE CASE WHEN $good THEN hit.polarity > 0 ELSE hit.polarity <= 0 END GROUP BY topic
)
SELECT topic, people, quote, m.author FROM lines JOIN mention m USING (no) ORDER BY people DESC, topic LIMIT $limit
