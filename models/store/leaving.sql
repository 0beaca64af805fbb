-- What an officer has open that asks for a role they will not have, and who may not take it: whoever
-- wrote the document, and who else signs in the same chain.

-- name: open_work
SELECT s.case_id, s.centre_id, s.stage_id, s.id AS step_id, CAST(NULL AS uuid) AS signature_id,
    s.owner_role AS role, true AS is_shown, CAST('{{}}' AS uuid[]) AS barred
FROM steps s
WHERE s.owner_id = :officer AND s.state = 'open' AND s.kind = 'ask' AND s.owner_role <> ALL (:left)
UNION ALL
SELECT g.case_id, g.centre_id, s.stage_id, s.id, g.id, g.role,
    s.owner_id IS NOT DISTINCT FROM g.officer_id,
    CAST(v.authors AS uuid[]) || ARRAY(
        SELECT x.who FROM signatures t CROSS JOIN LATERAL
            (VALUES (t.officer_id), (t.decided_by), (t.stands_in_for)) x (who)
        WHERE t.step_id = g.step_id AND t.id <> g.id AND x.who IS NOT NULL)
FROM signatures g JOIN steps s ON s.id = g.step_id JOIN paper_versions v ON v.id = g.version_id
WHERE g.officer_id = :officer AND g.state IN ('open', 'pending') AND g.role <> ALL (:left)
ORDER BY case_id, step_id

-- name: led
SELECT t.case_id, t.centre_id FROM case_team t JOIN cases c ON c.id = t.case_id
WHERE t.officer_id = :officer AND t.lead AND t.left_at IS NULL AND c.state = 'open'
ORDER BY t.case_id

-- name: owed
SELECT o.id, o.case_id, o.centre_id FROM supervision_orders o
WHERE o.owes_id = :officer AND o.state <> 'closed' ORDER BY o.case_id, o.id

-- name: owe
UPDATE supervision_orders SET owes_id = :to WHERE id = :order

-- name: nothing_comes_back
WITH steps_kept AS (
    UPDATE steps SET stands_in_for = NULL WHERE stands_in_for = :officer AND state = 'open'
), signatures_kept AS (
    UPDATE signatures SET stands_in_for = NULL
    WHERE stands_in_for = :officer AND state IN ('open', 'pending')
)
UPDATE absences SET ended_at = :now
WHERE :officer IN (officer_id, cover_id) AND ended_at IS NULL
