-- The story that a mention tells.
SELECT story FROM story_link WHERE mention = $mention LIMIT 1
