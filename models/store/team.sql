-- name: join
INSERT INTO case_team (id, case_id, centre_id, officer_id, lead, joined_at)
VALUES (gen_random_uuid(), :case, :centre, :officer, :lead, :at) ON CONFLICT DO NOTHING

-- name: member
SELECT id, lead FROM case_team
WHERE case_id = :case AND officer_id = :officer AND left_at IS NULL

-- name: lead
SELECT officer_id FROM case_team WHERE case_id = :case AND lead AND left_at IS NULL

-- name: set_lead
UPDATE case_team SET lead = (officer_id = :officer) WHERE case_id = :case AND left_at IS NULL

-- name: leave
UPDATE case_team SET left_at = :at
WHERE case_id = :case AND officer_id = :officer AND left_at IS NULL

-- name: leave_all
UPDATE case_team SET left_at = :at WHERE case_id = :case AND left_at IS NULL

-- name: has_work
SELECT EXISTS (
    SELECT 1 FROM steps WHERE case_id = :case AND state = 'open' AND owner_id = :officer
    UNION ALL
    SELECT 1 FROM signatures WHERE case_id = :case AND state IN ('open', 'pending')
      AND officer_id = :officer
)
