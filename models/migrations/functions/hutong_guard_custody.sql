-- Through the portal temporary guardianship ends once, and its beginning moves with a correction of
-- its hand-over alone.
CREATE OR REPLACE FUNCTION hutong_guard_custody() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF (NEW.began_at, NEW.ended_at) IS DISTINCT FROM (OLD.began_at, OLD.ended_at)
        AND NOT (NEW.began_at = OLD.began_at AND OLD.ended_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM corrections c CROSS JOIN installation i
            WHERE c.case_id = NEW.case_id AND c.by_id = hutong_officer()
            AND (c.at > clock_timestamp() - interval '10 min' OR NOT i.own_clock))
    THEN
        RAISE EXCEPTION 'a guardianship stays as it began and ended'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION hutong_guard_custody FROM PUBLIC;

CREATE OR REPLACE TRIGGER guard_custody BEFORE UPDATE ON custodies FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_custody();
