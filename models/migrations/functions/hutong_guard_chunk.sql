-- A piece is added where one is missing, and nowhere behind the end.
CREATE OR REPLACE FUNCTION hutong_guard_chunk() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF NEW.number NOT BETWEEN 0 AND (
        SELECT c.chunks - 1 FROM attachment_contents c WHERE c.id = NEW.content_id)
    THEN
        RAISE EXCEPTION 'no such piece' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_chunk BEFORE INSERT ON attachment_chunks FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_chunk();
