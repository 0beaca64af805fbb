-- How much an officer has open, in numbers: for the administrator who asks before an account ends.
-- Counts what `models/store/leaving.sql` lists where no role is left.
CREATE OR REPLACE FUNCTION hutong_left_open(of_officer uuid)
RETURNS TABLE (work integer, led integer, owed integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT coalesce(
        hutong_administers((SELECT centre_id FROM officers WHERE id = of_officer)), false
    ) THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT
        (SELECT count(*)::integer FROM steps s
         WHERE s.owner_id = of_officer AND s.state = {StepState.OPEN} AND s.kind = {StepKind.ASK})
        + (SELECT count(*)::integer FROM signatures g WHERE g.officer_id = of_officer
           AND g.state IN ({SignatureState.OPEN}, {SignatureState.PENDING})),
        (SELECT count(*)::integer FROM case_team t JOIN cases c ON c.id = t.case_id
         WHERE t.officer_id = of_officer AND t.lead AND t.left_at IS NULL
           AND c.state = {CaseState.OPEN}),
        (SELECT count(*)::integer FROM supervision_orders o
         WHERE o.owes_id = of_officer AND o.state <> {OrderState.CLOSED});
END $$;
REVOKE ALL ON FUNCTION hutong_left_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_left_open TO hutong_portal;
