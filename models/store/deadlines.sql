-- Deadlines of a case: started, met, stopped, moved, let stand still. Their ledgers: ledger.sql.

-- name: start
{start_deadlines}

-- Which deadlines end: each part goes on from `meet_deadlines` or `stop_deadlines`.

-- name: of_case
case_id = :case AND key NOT LIKE 'order:%' AND reach IS DISTINCT FROM 'beyond'

-- name: of_voided
case_id = :case AND key NOT LIKE 'order:%'

-- name: of_clock
case_id = :case AND key = :key

-- name: nothing_for_the_child
-- The clocks of the case, and what was promised for the child; what was promised to a body stays.
case_id = :case AND (key LIKE 'clock:%' OR reach IN ('stage', 'case', 'beyond'))

-- name: of_obligations
-- Those of some kinds that an earlier answer of the case asserted.
case_id = :case AND reach IS NOT NULL AND split_part(key, ':', 2) = ANY (:codes)

-- name: just
id = :id

-- name: of_custody
case_id = :case AND key LIKE 'clock:3.%'

-- name: of_order
case_id = :case AND key LIKE 'order:' || CAST(:order AS text) || ':%'

-- name: give_with_steps
UPDATE deadlines SET owner_id = (SELECT s.owner_id FROM steps s WHERE s.id = step_id)
WHERE case_id = :case AND step_id IS NOT NULL AND {deadline_live}

-- name: going_on
SELECT due_at, state = 'suspended' AS stands_still FROM deadlines
WHERE step_id = :step AND {deadline_live} LIMIT 1

-- name: carry
-- It keeps its id, and with it what interrupted it and who has heard of it. The owner is the step's.
UPDATE deadlines d SET step_id = s.id, owner_id = s.owner_id, holder = s.holder,
    key = CASE WHEN :beside THEN 'beside:' ELSE '' END || regexp_replace(d.key, '^beside:', '')
FROM steps s WHERE s.id = :to_step AND d.step_id = :from_step AND d.state IN ('running', 'suspended')

-- name: clock_of_case
SELECT id FROM deadlines WHERE case_id = :case AND key = :key AND {deadline_live} LIMIT 1

-- name: has_clock
-- A clock of the case runs, or was met in this stage.
SELECT EXISTS (
    SELECT 1 FROM deadlines WHERE case_id = :case AND key = :key
        AND ({deadline_live} OR stage_id = :stage AND state = 'met')
)

-- name: rounds_of_order
SELECT count(*) FROM deadlines WHERE {of_order}
