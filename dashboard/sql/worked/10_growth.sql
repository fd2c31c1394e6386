-- What is being liked, answered and shared most, in the last 14 days
SELECT "when", source, author, likes, replies, shares, "text", url FROM mentions
WHERE relevant AND "when" > now()::TIMESTAMP - INTERVAL 14 DAY AND coalesce(likes, replies, shares) IS NOT NULL
ORDER BY coalesce(shares, 0) * 3 + coalesce(replies, 0) * 2 + coalesce(likes, 0) DESC LIMIT 50
