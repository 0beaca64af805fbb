-- Through the portal another reports on an order only where an account ends or loses the role.
CREATE OR REPLACE FUNCTION hutong_guard_owes() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF NOT hutong_administers(NEW.centre_id) THEN
        RAISE EXCEPTION 'an order is reported on by whom it was given to'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_owes BEFORE UPDATE OF owes_id ON supervision_orders FOR EACH ROW
WHEN (current_user = 'hutong_portal' AND NEW.owes_id IS DISTINCT FROM OLD.owes_id)
EXECUTE FUNCTION hutong_guard_owes();
