-- The newest mention, and how many the record keeps.
SELECT max(coalesce(published, seen)) FILTER (coalesce(published, seen) <= $until), count(*) FROM mention
