-- A deadline that the portal moves leaves what it was and what it is now. One that has just begun may
-- carry what moved the one before it.
CREATE OR REPLACE FUNCTION hutong_guard_move() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM deadline_changes h
        WHERE h.deadline_id = NEW.id AND h.old_due_at = OLD.due_at AND h.new_due_at = NEW.due_at)
        AND NOT EXISTS (SELECT 1 FROM steps s CROSS JOIN installation i WHERE s.id = NEW.step_id
            AND (s.opened_at > clock_timestamp() - interval '10 min' OR NOT i.own_clock)
            AND (EXISTS (SELECT 1 FROM deadline_changes h WHERE h.deadline_id = NEW.id)
                 OR EXISTS (SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = NEW.id)))
    THEN
        RAISE EXCEPTION 'a deadline moved without a word' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_guard_move FROM PUBLIC;

DROP TRIGGER IF EXISTS guard_move ON deadlines;
CREATE CONSTRAINT TRIGGER guard_move AFTER UPDATE OF due_at ON deadlines
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_user = 'hutong_portal' AND OLD.due_at IS DISTINCT FROM NEW.due_at)
EXECUTE FUNCTION hutong_guard_move();
