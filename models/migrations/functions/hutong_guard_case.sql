-- What the portal does to a case it does by the procedure: closed when its closure has ended and
-- nothing is open, opened again with a stage, moved to another law with an entry of who and why,
-- voided with such an entry, and then never again anything else.
CREATE OR REPLACE FUNCTION hutong_guard_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE is_open boolean := EXISTS (SELECT 1 FROM stages g
    WHERE g.case_id = NEW.id AND g.state = {StageState.OPEN});
BEGIN
    IF NEW.state <> OLD.state AND is_open <> (NEW.state = {CaseState.OPEN})
        OR NEW.state <> OLD.state AND OLD.state = {CaseState.VOIDED}
        OR NEW.state = {CaseState.VOIDED} AND NOT EXISTS (
            SELECT 1 FROM case_voidings v WHERE v.case_id = NEW.id)
        OR NEW.state = {CaseState.CLOSED} AND OLD.state = {CaseState.OPEN} AND {Stage.CLOSURE} <> (
            SELECT g.name FROM stages g WHERE g.case_id = NEW.id AND g.is_main
            ORDER BY g.ordinal DESC LIMIT 1)
        OR (NEW.pack, NEW.locality) <> (OLD.pack, OLD.locality) AND NOT EXISTS (
            SELECT 1 FROM law_moves m WHERE m.case_id = NEW.id
            AND (m.new_pack, m.new_locality) = (NEW.pack, NEW.locality))
    THEN
        RAISE EXCEPTION 'a case changed beside its procedure'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_guard_case FROM PUBLIC;

DROP TRIGGER IF EXISTS guard_case ON cases;
CREATE CONSTRAINT TRIGGER guard_case AFTER UPDATE OF state, pack, locality ON cases
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_case();
