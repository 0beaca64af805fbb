-- A case opened by mistake, or twice: why it is void, and what of it ends.

-- name: stands
-- What of a case no mistake explains away: a child taken in, a document signed through.
SELECT EXISTS (SELECT 1 FROM custodies WHERE case_id = :case) AS took_in,
    EXISTS (SELECT 1 FROM steps WHERE case_id = :case AND kind = 'approve' AND state = 'done')
        AS signed,
    EXISTS (SELECT 1 FROM case_voidings WHERE in_favour_of = :case) AS took_over

-- name: void
WITH told AS (
    INSERT INTO case_voidings (id, case_id, centre_id, at, by_id, in_favour_of, reason)
    VALUES (:id, :case, :centre, :at, :by, :in_favour_of, :reason)
)
UPDATE cases SET state = 'voided' WHERE id = :case

-- name: open_stages
SELECT id FROM stages WHERE case_id = :case AND state = 'open' ORDER BY ordinal

-- name: let_documents_be
-- What stages that are over left to be made is made no more.
UPDATE steps SET state = 'cancelled', done_at = :now
WHERE case_id = :case AND state = 'open' AND kind = 'issue' RETURNING id, stage_id

-- name: let_fall
-- As if it had never begun: what was drafted falls; what was signed through stays as it was signed.
UPDATE paper_versions SET void = true WHERE case_id = :case AND NOT void AND NOT EXISTS (
    SELECT 1 FROM signatures n JOIN steps s ON s.id = n.step_id
    WHERE n.version_id = paper_versions.id AND s.state = 'done')

-- name: open_orders
SELECT id FROM supervision_orders WHERE case_id = :case AND state <> 'closed' ORDER BY ordered_at

-- name: cards
SELECT id, case_id, centre_id, step_id, officer_id, colour, withdrawn_at
FROM cards WHERE case_id = :case AND withdrawn_at IS NULL ORDER BY at, id FOR UPDATE

-- name: team
SELECT t.officer_id FROM case_team t JOIN officers o ON o.id = t.officer_id AND o.active
WHERE t.case_id = :case AND t.left_at IS NULL ORDER BY t.joined_at, t.officer_id

-- name: of_case
-- Why a case is void; the one it gave way to, as far as the reader may see it.
SELECT x.id, x.case_id, x.at, x.reason, x.in_favour_of, {by_name} AS by_name, c.number AS other
FROM case_voidings x LEFT JOIN cases c ON c.id = x.in_favour_of
WHERE x.case_id = :case

-- name: taken_over
-- The cases that gave way to this one, as far as the reader may see them.
SELECT x.id, x.case_id, x.at, x.reason, x.in_favour_of, {by_name} AS by_name, c.number AS other
FROM case_voidings x LEFT JOIN cases c ON c.id = x.case_id
WHERE x.in_favour_of = :case ORDER BY x.at

-- name: with_number
SELECT id FROM cases WHERE number = :number
