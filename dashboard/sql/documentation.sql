-- Every table, view and column of the copy that has a comment.
SELECT name, "column", "comment" FROM documentation ORDER BY name, "column"
