-- name: officers
SELECT id, centre_id, roles FROM officers WHERE active AND centre_id = ANY (:centres)
ORDER BY account

-- name: away
SELECT officer_id FROM absences
WHERE ended_at IS NULL AND from_at <= :at AND until_at > :at AND centre_id = ANY (:centres)

-- name: teams
SELECT case_id, officer_id FROM case_team WHERE left_at IS NULL AND case_id = ANY (:cases)
ORDER BY lead DESC, joined_at

-- name: signers
SELECT step_id, officer_id FROM signatures
WHERE state = 'open' AND officer_id IS NOT NULL AND step_id = ANY (:steps) ORDER BY ordinal
