-- Through the portal a stage ends once, and its fence only rises.
CREATE OR REPLACE FUNCTION hutong_guard_stage() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF NEW.fence < OLD.fence OR OLD.state <> {StageState.OPEN}
        AND ROW(NEW.state, NEW.outcome, NEW.closed_at)
            IS DISTINCT FROM ROW(OLD.state, OLD.outcome, OLD.closed_at)
    THEN
        RAISE EXCEPTION 'a stage stays as it ended' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_stage BEFORE UPDATE ON stages FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_stage();
