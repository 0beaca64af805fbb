-- Presses of buttons: a key is claimed in the transaction of its act.

-- name: claim
INSERT INTO presses (id, officer_id, route, digest, at, answer)
VALUES (:id, :officer, :route, :digest, :at, :answer)
ON CONFLICT (id) DO NOTHING

-- name: answered
UPDATE presses SET answer = :answer WHERE id = :id

-- name: pressed
SELECT digest, answer FROM presses WHERE id = :id

-- name: forget
DELETE FROM presses WHERE at < :old
