-- Mentions by their ids, judged or not.
SELECT
    m.id, m.entity, m.source, m.kind, m.url, m.author, m.title, m."text", m.published, m.seen, m.rating, m.rating_scale,
    coalesce(a.label, ''), coalesce(a.flag, 'none'),
    coalesce(list_distinct(list_transform(a.topics, lambda hit: hit.topic)), []), coalesce(a.reasons, []), 1
FROM mention m LEFT JOIN assessment a USING (no) WHERE list_contains($ids, m.id)
