-- Every event is the next of its case, and carries the hash of the one before. Through the portal it
-- happens now, and by who speaks; by nobody only what the procedure does.
CREATE OR REPLACE FUNCTION hutong_chain_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE head event_heads;
BEGIN
    IF session_user = 'hutong_portal' AND (
        NEW.actor_id IS DISTINCT FROM hutong_officer() AND NEW.actor_id IS NOT NULL
        OR NEW.actor_id IS NULL AND NEW.tag IN ({Tag.CASE_OPENED}, {Tag.CASE_REOPENED},
            {Tag.CASE_LAW_CHANGED}, {Tag.STEP_ANSWERED}, {Tag.STEP_CHASED}, {Tag.CARD_WITHDRAWN},
            {Tag.ORDER_GIVEN}, {Tag.ORDER_REPORTED}, {Tag.ORDER_RETURNED}, {Tag.ORDER_CLOSED},
            {Tag.APPROVAL_SIGNED}, {Tag.APPROVAL_RETURNED}, {Tag.APPROVAL_WITHDRAWN}))
    THEN
        RAISE EXCEPTION 'not who speaks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM hutong_believed(NEW.at);
    INSERT INTO event_heads (case_id, seq, hash) VALUES (NEW.case_id, 0, repeat('0', 64))
    ON CONFLICT (case_id) DO NOTHING;
    SELECT * INTO head FROM event_heads WHERE case_id = NEW.case_id FOR UPDATE;
    NEW.seq := head.seq + 1;
    NEW.prev_hash := head.hash;
    NEW.hash := encode(sha256(convert_to(hutong_event_text(NEW), 'UTF8')), 'hex');
    UPDATE event_heads SET seq = NEW.seq, hash = NEW.hash WHERE case_id = NEW.case_id;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER chain_event BEFORE INSERT ON events
FOR EACH ROW EXECUTE FUNCTION hutong_chain_event();
