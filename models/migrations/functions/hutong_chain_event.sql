-- Every event is the next of its case, and carries the hash of the one before.
CREATE OR REPLACE FUNCTION hutong_chain_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE head event_heads;
BEGIN
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
