-- name: write
INSERT INTO chasers (id, case_id, step_id, at, by_id, means, note, holder, to_id, version_id)
VALUES (:id, :case_id, :step_id, :at, :by_id, :means, :note, :holder, :to_id, :version_id)

-- name: facts_of
SELECT d.due_at, coalesce(d.printable AND NOT d.provisional, false) AS is_certain,
    (SELECT count(*) FROM chasers k WHERE k.step_id = s.id) AS times
FROM steps s LEFT JOIN LATERAL (
    -- Who is reminded is told of the duty's own deadline, and of a day that was said where none is.
    SELECT * FROM deadlines WHERE step_id = s.id ORDER BY rule = '-', restarts DESC LIMIT 1
) d ON true WHERE s.id = :step

-- name: police_were_chased
SELECT EXISTS (SELECT 1 FROM chasers h JOIN steps s ON s.id = h.step_id
    WHERE h.case_id = :case AND s.holder = 'police')
