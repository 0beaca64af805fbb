-- name: account_columns
o.id, o.centre_id, o.name, o.roles, o.account, o.password, o.active, o.must_change_password

-- name: account
SELECT {account_columns} FROM hutong_find_officer(:account, NULL) o

-- name: forget_sessions
DELETE FROM login_sessions WHERE created_at < :old

-- name: open_session
INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, address)
VALUES (:id, :officer, :csrf, :now, :now, :address)

-- name: live_session
SELECT s.csrf, {account_columns} FROM login_sessions s
CROSS JOIN LATERAL hutong_find_officer(NULL, s.officer_id) o
WHERE s.id = :id AND s.ended_at IS NULL AND s.seen_at > :idle AND s.created_at > :oldest
  AND o.active

-- name: session_seen
-- Not with every request of a busy page.
UPDATE login_sessions SET seen_at = :now WHERE id = :id AND seen_at + interval '20 s' < :now

-- name: whose_session
SELECT officer_id FROM login_sessions WHERE id = :id

-- name: end_session
UPDATE login_sessions SET ended_at = :now WHERE id = :id AND ended_at IS NULL

-- name: end_other_sessions
UPDATE login_sessions SET ended_at = :now
WHERE officer_id = :officer AND id <> :keep AND ended_at IS NULL

-- name: set_password
UPDATE officers SET password = :hash, must_change_password = false WHERE id = :id

-- name: rehash
UPDATE officers SET password = :hash WHERE id = :id
