-- What stands in a table without the event that tells of it: by whom, at which instant, with which
-- hash. Each question gives the case's number, the kind of row, its id.

-- name: untold
SELECT c.number, told.of_table, told.id AS row_id FROM (
    {answers} UNION ALL {signatures} UNION ALL {versions} UNION ALL {stages_opened}
    UNION ALL {stages_ended} UNION ALL {cases_ended} UNION ALL {members_left}
    UNION ALL {members} UNION ALL {custodies_begun} UNION ALL {custodies_ended}
) told JOIN cases c ON c.id = told.case_id
-- Of rows of before imprints it is not asked: their events told less.
WHERE NOT EXISTS (SELECT 1 FROM imprints i
    WHERE i.of_table = told.of_table AND i.row_id = told.id AND i.by_role = 'migration')
ORDER BY 1, 2, 3

-- name: answers
SELECT s.case_id, CAST('steps' AS text) AS of_table, s.id FROM steps s
WHERE s.answer IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events e
    WHERE e.step_id = s.id AND e.case_id = s.case_id
      AND e.tag IN ('step:answered', 'step:corrected') AND e.actor_id = s.done_by
      AND e.at = s.done_at AND e.detail->>'sha256' = encode(sha256(s.answer), 'hex'))

-- name: signatures
SELECT g.case_id, 'signatures', g.id FROM signatures g
WHERE g.decided_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events e
    WHERE e.step_id = g.step_id AND e.case_id = g.case_id AND e.actor_id = g.decided_by
      AND e.at = g.decided_at AND (e.tag = 'approval:signed' AND g.state <> 'returned'
        AND e.detail->>'sha256' = g.sha256 AND (e.detail->>'ordinal')::integer = g.ordinal
      OR e.tag = 'approval:returned' AND g.state IN ('returned', 'void')))

-- name: versions
SELECT v.case_id, 'paper_versions', v.id FROM paper_versions v JOIN papers p ON p.id = v.paper_id
WHERE NOT EXISTS (SELECT 1 FROM events e
    WHERE e.step_id = v.step_id AND e.case_id = v.case_id AND e.tag = 'paper:issued'
      AND e.at = v.made_at AND e.detail->>'sha256' = v.sha256
      AND e.detail->>'number' = p.full_number)

-- name: stages_opened
SELECT g.case_id, 'stages', g.id FROM stages g WHERE NOT EXISTS (SELECT 1 FROM events e
    WHERE e.stage_id = g.id AND e.case_id = g.case_id AND e.tag = 'stage:opened'
      AND e.at = g.opened_at AND coalesce(e.detail->>'stage', g.name) = g.name)

-- name: stages_ended
SELECT g.case_id, 'stages', g.id FROM stages g WHERE g.state <> 'open'
  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.stage_id = g.id AND e.case_id = g.case_id
      AND e.tag = 'stage:closed' AND e.at = g.closed_at AND e.detail->>'outcome' = g.outcome)

-- name: cases_ended
SELECT c.id, 'cases', c.id FROM cases c WHERE c.state = 'closed'
  AND NOT EXISTS (SELECT 1 FROM events e
    WHERE e.case_id = c.id AND e.at = c.closed_at AND e.tag = 'case:closed')
  OR c.state = 'voided' AND NOT EXISTS (SELECT 1 FROM events e
    JOIN case_voidings v ON v.case_id = e.case_id AND v.at = e.at AND v.by_id = e.actor_id
    WHERE e.case_id = c.id AND e.tag = 'case:voided')

-- name: members
SELECT t.case_id, 'case_team', t.id FROM case_team t WHERE NOT EXISTS (SELECT 1 FROM events e
    WHERE e.case_id = t.case_id AND e.at = t.joined_at
      AND t.officer_id::text IN (
          e.detail->>'officer', e.detail->>'to', e.detail->>'owes'))

-- name: members_left
SELECT t.case_id, 'case_team', t.id FROM case_team t WHERE t.left_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.case_id = t.case_id AND e.at = t.left_at
      AND (e.tag = 'case:moved'
        OR e.tag = 'team:left' AND e.detail->>'officer' = t.officer_id::text))

-- name: custodies_begun
SELECT k.case_id, 'custodies', k.id FROM custodies k WHERE NOT EXISTS (SELECT 1 FROM events e
    WHERE e.case_id = k.case_id AND e.stage_id = k.stage_id AND (e.tag = 'step:corrected'
      OR e.tag = 'custody:started' AND (e.detail->>'t0')::timestamptz = k.began_at))

-- name: custodies_ended
SELECT k.case_id, 'custodies', k.id FROM custodies k WHERE k.ended_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.case_id = k.case_id
      AND (e.tag = 'step:corrected'
        OR e.tag = 'custody:ended' AND (e.detail->>'at')::timestamptz = k.ended_at))
