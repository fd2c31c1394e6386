-- Letters that were sent or are waiting, newest first
SELECT created, kind, recipient, subject, status, attempts, error FROM notifications ORDER BY created DESC LIMIT 50
