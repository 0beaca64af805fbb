-- Through the portal a stage ends once, and its fence only rises. One that ended by itself goes on again
-- where an answer of it is taken back and nobody has done anything in what followed from it, or where
-- one is put right.
CREATE OR REPLACE FUNCTION hutong_guard_stage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NEW.fence < OLD.fence OR OLD.state <> {StageState.OPEN}
        AND ROW(NEW.state, NEW.outcome, NEW.closed_at)
            IS DISTINCT FROM ROW(OLD.state, OLD.outcome, OLD.closed_at)
        AND NOT (OLD.state = {StageState.CLOSED} AND NEW.state = {StageState.OPEN}
            AND NEW.fence > OLD.fence AND (EXISTS (
                SELECT 1 FROM corrections c JOIN steps s ON s.id = c.step_id CROSS JOIN installation i
                WHERE s.stage_id = NEW.id AND c.by_id = hutong_officer()
                AND (c.at > clock_timestamp() - interval '10 min' OR NOT i.own_clock)
            ) OR EXISTS (
                SELECT 1 FROM events e CROSS JOIN installation i
                WHERE e.case_id = NEW.case_id AND e.stage_id = NEW.id
                AND e.tag = {Tag.STEP_TAKEN_BACK} AND e.actor_id = hutong_officer()
                AND (e.at > clock_timestamp() - interval '10 min' OR NOT i.own_clock)
            ) AND NOT EXISTS (
                SELECT 1 FROM stages g WHERE g.opened_by_stage = NEW.id AND g.opened_by_key IS NULL
                AND (g.state <> {StageState.INTERRUPTED} OR EXISTS (
                    SELECT 1 FROM steps s WHERE s.stage_id = g.id AND s.state = {StepState.DONE}
                    AND s.kind IN ({StepKind.ASK}, {StepKind.APPROVE}))))))
    THEN
        RAISE EXCEPTION 'a stage stays as it ended' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION hutong_guard_stage FROM PUBLIC;

CREATE OR REPLACE TRIGGER guard_stage BEFORE UPDATE ON stages FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_stage();
