-- Mentions, newest first, one page of them, with how many there are. "open": about us, flagged or worth a look, and
-- nobody has dealt with it yet. A person's word, or a case, deals with it; a slip that was taken back does not.
WITH last_word AS (
    SELECT mention, arg_max(what, "at") AS what FROM correction WHERE what <> 'alert:useful' GROUP BY mention
), slips AS (
    SELECT "case" FROM case_event WHERE kind IN ('open', 'dismiss', 'reopen') GROUP BY "case"
    HAVING arg_max(kind, seq) = 'dismiss' AND arg_max(payload->>'$.words', seq) = $undone
), handled AS (
    SELECT mention FROM last_word WHERE NOT starts_with(what, 'back:')
    UNION SELECT payload->>'$.mention' FROM case_event ANTI JOIN slips USING ("case")
        WHERE kind IN ('open', 'speak', 'reopen') AND payload->>'$.mention' IS NOT NULL
), chosen AS (
    SELECT m.no, coalesce(m.published, m.seen) AS said
    FROM mention m JOIN assessment a USING (no)
    WHERE (a.relevant OR $show = 'handled') AND coalesce(m.published, m.seen) <= $until
        AND ($source = '' OR m.source = $source)
        AND CASE $show WHEN 'open' THEN a.flag <> 'none' AND a.mention NOT IN (FROM handled)
            WHEN 'handled' THEN a.mention IN (FROM handled)
            WHEN 'negative' THEN a.label = 'negative' WHEN 'positive' THEN a.label = 'positive' ELSE true END
), few AS (
    SELECT no, said FROM chosen ORDER BY said DESC, no DESC LIMIT $limit OFFSET $skip
)
SELECT m.id, (SELECT count(*) FROM chosen) FROM few JOIN mention m USING (no) ORDER BY few.said DESC, m.no DESC
