-- Both ways: from the absent officer (`old`) to who stands in, or all that is done for them back.
-- Whoever stands in for one who stood in, does so for the first.

-- name: write
INSERT INTO absences (id, centre_id, officer_id, cover_id, from_at, until_at)
VALUES (gen_random_uuid(), :centre, :officer, :by, :from_at, :until_at)

-- name: is_away
SELECT EXISTS (SELECT 1 FROM absences WHERE officer_id = :officer AND ended_at IS NULL
    AND from_at < :until_at AND until_at > :from_at)

-- name: running
SELECT id, officer_id, cover_id FROM absences
WHERE ended_at IS NULL AND from_at <= :now AND until_at > :now

-- name: over
SELECT id, officer_id, cover_id FROM absences WHERE ended_at IS NULL AND until_at <= :now

-- name: finish
UPDATE absences SET ended_at = :now WHERE id = :absence

-- name: move_forms
UPDATE steps s SET owner_id = :new, stands_in_for =
    CASE WHEN CAST(:back AS uuid) IS NULL THEN coalesce(s.stands_in_for, :old) END
WHERE (s.owner_id = :old OR s.stands_in_for = :back) AND s.state = 'open' AND s.kind = 'ask'
  AND EXISTS (SELECT 1 FROM officers o WHERE o.id = :new AND s.owner_role = ANY (o.roles))
RETURNING s.case_id, s.centre_id, s.stage_id, s.id AS step_id

-- name: move_signatures
-- Nobody signs what they wrote or signs twice, also not for somebody else: such signatures stay.
UPDATE signatures s SET officer_id = :new, stands_in_for =
    CASE WHEN CAST(:back AS uuid) IS NULL THEN coalesce(s.stands_in_for, :old) END
FROM paper_versions v
WHERE v.id = s.version_id AND (s.officer_id = :old OR s.stands_in_for = :back)
  AND s.state IN ('open', 'pending') AND NOT :new = ANY (v.authors)
  AND NOT EXISTS (
      SELECT 1 FROM signatures t WHERE t.step_id = s.step_id AND t.id <> s.id
        AND :new IN (t.officer_id, t.decided_by))
  AND EXISTS (SELECT 1 FROM officers o WHERE o.id = :new AND s.role = ANY (o.roles))
RETURNING s.case_id, s.centre_id, s.step_id

-- name: move_chains
UPDATE steps s SET owner_id = g.officer_id, stands_in_for = g.stands_in_for
FROM signatures g
WHERE s.id = ANY (:steps) AND s.state = 'open' AND g.step_id = s.id AND g.state = 'open'
  AND g.officer_id = :new AND NOT EXISTS (
      SELECT 1 FROM signatures t WHERE t.step_id = s.id AND t.state = 'open'
        AND t.officer_id = s.owner_id)
RETURNING s.case_id, s.centre_id, s.stage_id, s.id AS step_id
