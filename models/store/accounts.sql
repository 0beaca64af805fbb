-- Accounts as their keepers see them; what is done with one goes through functions of the database.

-- name: listed
SELECT o.id, o.account, o.name, o.roles, o.active, o.must_change_password, w.wrong
FROM officers o LEFT JOIN hutong_wrong_passwords() w ON w.officer_id = o.id
ORDER BY o.active DESC, o.account LIMIT 1000

-- name: one
SELECT o.id, o.account, o.name, o.roles, o.active, o.must_change_password, w.wrong
FROM officers o LEFT JOIN hutong_wrong_passwords() w ON w.officer_id = o.id
WHERE o.id = :id

-- name: changes
SELECT c.at, c.what, c.detail, b.name AS by_name, c.by_machine
FROM account_changes c LEFT JOIN officers b ON b.id = c.by_id
WHERE c.officer_id = :officer ORDER BY c.at DESC, c.id DESC LIMIT 100

-- name: add
SELECT hutong_add_officer(
    :id, :centre, :account, :name, CAST(:roles AS varchar[]), :hash, :now, :machine)

-- name: set_roles
SELECT hutong_set_roles(:officer, CAST(:roles AS varchar[]), CAST(:detail AS jsonb), :now, :machine)

-- name: close
SELECT hutong_end_account(:officer, CAST(:detail AS jsonb), :now, :machine)

-- name: give_password
SELECT hutong_give_password(:officer, :hash, :now, :machine)

-- name: unlock
SELECT hutong_unlock(:officer, :now, :machine)

-- name: hand_all_over
SELECT hutong_hand_all_over()

-- name: left_open
SELECT * FROM hutong_left_open(:officer)
