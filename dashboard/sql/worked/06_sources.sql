-- How each source fares: checks, failures, last good check
SELECT source, checks, failures, failures_in_a_row, status, last_good, newest_item, next_due, error
FROM source_health ORDER BY failures DESC, source
