-- Stories that were told more than once, the most told first
SELECT story, mentions, authors, negative, first, last, title FROM stories
WHERE mentions > 1 ORDER BY mentions DESC, last DESC LIMIT 50
