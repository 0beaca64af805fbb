-- name: standing
SELECT hutong_is_alone() AS is_alone, code FROM centres WHERE id = :centre

-- name: case_of
SELECT hutong_case_of_run(:run)

-- name: of_case
SELECT id AS stage_id, name AS stage, flow_run_id AS run
FROM stages
WHERE case_id = :case AND flow_run_id IS NOT NULL
  AND (closed_at IS NULL OR closed_at > :since)
ORDER BY opened_at, id LIMIT 100

-- name: of_stages
SELECT id AS stage_id, name AS stage, flow_run_id AS run
FROM stages WHERE id = ANY (:stages) AND flow_run_id IS NOT NULL
