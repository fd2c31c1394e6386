-- The newest mention, and how many the record keeps.
SELECT max(coalesce(m.published, m.seen)) FILTER (coalesce(m.published, m.seen) <= $until), count(*) FROM mention m
