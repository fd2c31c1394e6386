-- What was done differently, and since when; the complaints on its topic before and after are in negative_by_topic.
SELECT who, "at", json_extract_string(payload, '$.words') AS change, json_extract_string(payload, '$.topic') AS topic,
    json_extract_string(payload, '$.since') AS since
FROM case_event WHERE kind = 'change' ORDER BY since DESC
