-- Through the portal a deadline that has ended stays as it ended, keeps what it is the deadline of,
-- and goes on with no step but one that asks the same again. One that is begun anew stops and is
-- let go.
CREATE OR REPLACE FUNCTION hutong_guard_deadline() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF OLD.state IN ({DeadlineState.MET}, {DeadlineState.STOPPED}) THEN
        RAISE EXCEPTION 'a deadline stays as it ended' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF regexp_replace(NEW.key, '^beside:', '') <> regexp_replace(OLD.key, '^beside:', '')
        OR (NEW.step_id IS DISTINCT FROM OLD.step_id
            AND NOT (NEW.step_id IS NULL AND NEW.state = {DeadlineState.STOPPED})
            AND NOT EXISTS (SELECT 1 FROM steps was JOIN steps goes ON goes.stage_id = was.stage_id
                AND goes.form = was.form WHERE was.id = OLD.step_id AND goes.id = NEW.step_id))
    THEN
        RAISE EXCEPTION 'a deadline goes on with another step' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_deadline BEFORE UPDATE ON deadlines FOR EACH ROW
WHEN (current_user = 'hutong_portal' AND OLD.* IS DISTINCT FROM NEW.*)
EXECUTE FUNCTION hutong_guard_deadline();
