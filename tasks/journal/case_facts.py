"""What a stage may know of itself and its case, as one question.

`flows.readers.memory` keeps the same.

Visits are owed where a finding broke the last follow-up off, and since then no other began, the
case was not diverted to its closing, and the child was not taken in.
"""

from sqlalchemy import text

STAGE_FACTS = text(
    """
    SELECT s.id, s.case_id, s.centre_id, s.name, s.ordinal, s.is_main, s.state, s.outcome,
           s.opened_at, s.fence, s.flow_run_id,
           hutong_calendar_head() AS calendar, hutong_own_targets(s.centre_id) AS own,
           c.pack, c.locality, c.number, c.child_id, c.state AS case_state,
           (SELECT k.began_at FROM custodies k
             WHERE k.case_id = s.case_id AND k.ended_at IS NULL
             ORDER BY k.began_at LIMIT 1) AS custody_began_at,
           (SELECT p.outcome FROM stages p
             WHERE p.case_id = s.case_id AND p.name = 'consultation' AND p.state = 'closed'
             ORDER BY p.ordinal DESC LIMIT 1) AS conclusion,
           EXISTS (SELECT 1 FROM stages f
               WHERE f.case_id = s.case_id AND f.name = 'follow_up' AND f.outcome = 'reintervene'
                 AND NOT EXISTS (SELECT 1 FROM stages l WHERE l.case_id = f.case_id
                   AND l.ordinal > f.ordinal AND (l.name = 'follow_up'
                     OR (l.name = 'closure' AND l.opened_by_key = 'divert:closure')))
                 AND NOT EXISTS (SELECT 1 FROM steps b WHERE b.case_id = f.case_id
                   AND b.key = 'custody:begin' AND b.state = 'done'
                   AND b.done_at >= f.closed_at)) AS owes_visits
    FROM stages s JOIN cases c ON c.id = s.case_id
    WHERE s.id = :stage
    """
)
