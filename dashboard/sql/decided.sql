-- What was decided about a few mentions: every word of a person that still stands ('case' for a case they are in), who
-- said it, and for a case its number and how much has happened in it.
WITH ids AS (
    SELECT unnest(CAST($ids AS VARCHAR[])) AS mention
), words AS (
    SELECT mention, starts_with(what, 'back:') AS back, "by", "at",
        split_part(regexp_replace(what, '^back:', ''), '/was:', 1) AS word
    FROM correction SEMI JOIN ids USING (mention) WHERE what NOT LIKE '%alert:useful'
), slips AS (
    SELECT "case" FROM case_event WHERE kind IN ('open', 'dismiss', 'reopen') GROUP BY "case"
    HAVING arg_max(kind, seq) = 'dismiss' AND arg_max(payload->>'$.words', seq) = $undone
), opened AS (
    SELECT payload->>'$.mention' AS mention, "case", arg_max(who, seq) AS who, max("at") AS "at"
    FROM case_event ANTI JOIN slips USING ("case") WHERE kind IN ('open', 'speak', 'reopen') GROUP BY ALL
)
SELECT mention, word, arg_max("by", "at") AS who, '' AS "case", 0 AS events, max("at") AS said
FROM words GROUP BY mention, word HAVING NOT arg_max(back, "at")
UNION ALL
SELECT mention, 'case', o.who, o."case", (SELECT count(*) FROM case_event e WHERE e."case" = o."case"), o."at"
FROM opened o SEMI JOIN ids USING (mention)
ORDER BY mention, said
