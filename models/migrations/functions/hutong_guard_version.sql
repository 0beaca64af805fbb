-- Through the portal a version of a document may fall, and never stands up again.
CREATE OR REPLACE FUNCTION hutong_guard_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF OLD.void AND NOT NEW.void THEN
        RAISE EXCEPTION 'a version stays void' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_version BEFORE UPDATE ON paper_versions FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_version();
