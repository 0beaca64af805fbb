-- Through the portal a deadline that has ended stays as it ended.
CREATE OR REPLACE FUNCTION hutong_guard_deadline() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF OLD.state IN ({DeadlineState.MET}, {DeadlineState.STOPPED}) THEN
        RAISE EXCEPTION 'a deadline stays as it ended' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_deadline BEFORE UPDATE ON deadlines FOR EACH ROW
WHEN (current_user = 'hutong_portal' AND OLD.* IS DISTINCT FROM NEW.*)
EXECUTE FUNCTION hutong_guard_deadline();
