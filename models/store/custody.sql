-- name: begin
INSERT INTO custodies (id, case_id, child_id, stage_id, began_at)
VALUES (gen_random_uuid(), :case, :child, :stage, :at)

-- name: end_it
UPDATE custodies SET ended_at = :at WHERE case_id = :case AND ended_at IS NULL

-- name: runs
SELECT EXISTS (SELECT 1 FROM custodies WHERE case_id = :case AND ended_at IS NULL)

-- name: runs_or_begins
SELECT EXISTS (SELECT 1 FROM custodies WHERE case_id = :case AND ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM stages g WHERE case_id = :case AND name = 'custody' AND state = 'open'
        AND NOT EXISTS (SELECT 1 FROM steps b WHERE b.stage_id = g.id AND b.key = 'custody:begin'))

-- name: of_child
-- Two instants a span and nothing else: the function looks over the walls between centres.
SELECT began_at, ended_at FROM hutong_custody_spans(:case)
