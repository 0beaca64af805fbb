-- name: columns
id, centre_id, name, roles, account, must_change_password, csrf

-- name: log_in
SELECT {columns} FROM hutong_log_in(:attempt, :hashed, :secret, :csrf, :address, :now)

-- name: live_session
SELECT {columns} FROM hutong_live_session(:secret, :now)

-- name: whose_session
SELECT hutong_whose_session(:secret)

-- name: end_session
SELECT hutong_end_session(:secret, :now)

-- name: prove_password
SELECT hutong_prove_password(:attempt, :hashed, :secret, :now)

-- name: set_password
SELECT hutong_set_password(:attempt, :old, :new, :is_other, :secret, :now)

-- name: play
-- As the owner of the tables, for databases that are played with.
INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, address)
SELECT sha256(CAST(:secret AS bytea)), :officer, '', now(), now(), ''
ON CONFLICT (id) DO NOTHING

-- name: go_by_any_clock
UPDATE installation SET own_clock = false
