-- What was written down stays as it was: the named columns are set once, through the portal.
CREATE OR REPLACE FUNCTION hutong_set_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
DECLARE new_ jsonb := to_jsonb(NEW); old_ jsonb := to_jsonb(OLD); name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF old_->>name IS NOT NULL AND new_->>name IS DISTINCT FROM old_->>name THEN
            RAISE EXCEPTION '% of % is set once', name, TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER set_once BEFORE UPDATE ON absences FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_set_once('ended_at');
CREATE OR REPLACE TRIGGER set_once BEFORE UPDATE ON calendar_feeds FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_set_once('revoked_at');
CREATE OR REPLACE TRIGGER set_once BEFORE UPDATE ON cards FOR EACH ROW
WHEN (current_user = 'hutong_portal')
EXECUTE FUNCTION hutong_set_once('withdrawn_at', 'withdrawn_by', 'reason');
CREATE OR REPLACE TRIGGER set_once BEFORE UPDATE ON case_team FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_set_once('left_at');
CREATE OR REPLACE TRIGGER set_once BEFORE UPDATE ON channels FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_set_once('removed_at', 'verified_at');
DROP TRIGGER IF EXISTS set_once ON custodies; -- `hutong_guard_custody` holds it.
CREATE OR REPLACE TRIGGER set_once BEFORE UPDATE ON notices FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_set_once('read_at');
CREATE OR REPLACE TRIGGER set_once BEFORE UPDATE ON supervision_orders FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_set_once('closed_at', 'closed_by');
