-- What moves a deadline is entered through the portal by who speaks, and now; a round that begins
-- carries the entries of the round before as they were.
CREATE OR REPLACE FUNCTION hutong_guard_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
DECLARE is_carried boolean; at_ timestamptz;
BEGIN
    IF TG_TABLE_NAME = 'deadline_changes' THEN
        at_ := NEW.at;
        is_carried := EXISTS (SELECT 1 FROM deadline_changes h WHERE h.case_id = NEW.case_id
            AND h.deadline_id <> NEW.deadline_id AND h.by_id = NEW.by_id AND h.at = NEW.at
            AND (h.kind, h.old_due_at, h.new_due_at) = (NEW.kind, NEW.old_due_at, NEW.new_due_at));
    ELSE
        at_ := NEW.recorded_at;
        is_carried := EXISTS (SELECT 1 FROM deadline_suspensions p WHERE p.case_id = NEW.case_id
            AND p.deadline_id <> NEW.deadline_id AND p.by_id = NEW.by_id
            AND (p.recorded_at, p.first_on, p.ground) = (NEW.recorded_at, NEW.first_on, NEW.ground)
            AND (p.last_on, p.lifted_by) IS NOT DISTINCT FROM (NEW.last_on, NEW.lifted_by));
    END IF;
    IF is_carried THEN RETURN NEW; END IF;
    IF NEW.by_id IS DISTINCT FROM (SELECT hutong_officer()) THEN
        RAISE EXCEPTION 'entered by who speaks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM hutong_believed(at_);
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_change BEFORE INSERT ON deadline_changes FOR EACH ROW
WHEN (current_user = 'hutong_portal' AND NEW.by_id IS NOT NULL)
EXECUTE FUNCTION hutong_guard_change();
CREATE OR REPLACE TRIGGER guard_change BEFORE INSERT ON deadline_suspensions FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_change();
