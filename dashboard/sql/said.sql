-- The words of a few mentions as they read now, and what we think of them. Judged or not.
WITH chosen AS (
    SELECT * FROM mention WHERE no IN (SELECT unnest(CAST($numbers AS BIGINT[])))
), judged AS (
    SELECT * FROM assessment WHERE no IN (SELECT unnest(CAST($numbers AS BIGINT[])))
), later AS (
    SELECT no, arg_max("text", "at") AS "text", arg_max(title, "at") AS title, arg_max(rating, "at") AS rating,
        arg_max(deleted, "at") AS deleted
    FROM snapshot WHERE no IN (SELECT unnest(CAST($numbers AS BIGINT[]))) GROUP BY no
)
SELECT
    c.id, c.entity, c.source, c.kind, c.url, c.author, coalesce(s.title, c.title), coalesce(s."text", c."text"),
    c.published, c.seen, coalesce(s.rating, c.rating), c.rating_scale, coalesce(s.deleted, false),
    coalesce(a.label, ''), coalesce(a.flag, 'none'),
    coalesce(list_distinct(list_transform(a.topics, lambda hit: hit.topic)), []), coalesce(a.reasons, [])
FROM chosen c LEFT JOIN judged a USING (no) LEFT JOIN later s USING (no)
