-- An administrator sees no case, and yet a holiday notice moves deadlines of all of them: this
-- shows more than the caller's rows, and less than a row.
CREATE OR REPLACE FUNCTION hutong_running_deadlines(of_cases uuid[]) RETURNS TABLE (
    id uuid, case_id uuid, centre_id uuid, case_number varchar, locality varchar, centre text,
    stage_id uuid, stage varchar, step_id uuid, key varchar, form varchar, paper varchar,
    kind varchar, about varchar, turn integer, rule varchar, pack varchar, starts_at timestamptz,
    due_at timestamptz, provisional boolean, printable boolean, receipt jsonb, ledger jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT d.id, d.case_id, d.centre_id, c.number, c.locality, e.facts->>'short', d.stage_id,
        g.name, d.step_id, d.key, s.form, s.paper, s.kind, s.about, s.turn, d.rule, d.pack,
        d.starts_at, d.due_at, d.provisional, d.printable, d.receipt,
        hutong_ledger(d.id)
    FROM deadlines d JOIN cases c ON c.id = d.case_id JOIN centres e ON e.id = d.centre_id
    JOIN stages g ON g.id = d.stage_id LEFT JOIN steps s ON s.id = d.step_id
    WHERE d.state = {DeadlineState.RUNNING} AND (of_cases IS NULL OR d.case_id = ANY (of_cases))
      AND d.centre_id IN (SELECT id FROM centres WHERE hutong_may_recount(id))
    ORDER BY c.number, d.due_at, d.key
$$;
REVOKE ALL ON FUNCTION hutong_running_deadlines FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_running_deadlines TO hutong_portal, hutong_worker;
