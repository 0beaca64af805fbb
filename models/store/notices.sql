-- name: tell_each
{tell}

-- name: ids_of
SELECT id, dedup FROM notices WHERE dedup = ANY (:dedups)

-- name: leading
SELECT kind, case_id, step_id FROM notices WHERE id = :id AND officer_id = :me

-- name: read
UPDATE notices SET read_at = :now WHERE officer_id = :me AND read_at IS NULL

-- name: read_one
{read} AND id = :id

-- name: read_step
{read} AND step_id = :step

-- name: read_all
{read} AND created_at <= :until
