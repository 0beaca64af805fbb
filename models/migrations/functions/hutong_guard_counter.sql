-- Through the portal numbers are counted one by one.
CREATE OR REPLACE FUNCTION hutong_guard_counter() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.last <> 1 OR TG_OP = 'UPDATE' AND NEW.last <> OLD.last + 1 THEN
        RAISE EXCEPTION 'numbers are counted one by one' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_counter BEFORE INSERT OR UPDATE ON counters FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_counter();
