-- What a person writes through the portal is written by who speaks, and now. Arguments: the column
-- that says who, and the one that says when; who may be nobody where the procedure writes it.
CREATE OR REPLACE FUNCTION hutong_in_own_name() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
DECLARE new_ jsonb := to_jsonb(NEW); old_ jsonb := '{}';
BEGIN
    IF TG_OP = 'UPDATE' THEN old_ := to_jsonb(OLD); END IF;
    IF new_->>TG_ARGV[0] IS DISTINCT FROM old_->>TG_ARGV[0] THEN
        IF (new_->>TG_ARGV[0])::uuid IS DISTINCT FROM (SELECT hutong_officer()) THEN
            RAISE EXCEPTION '% of % is not who speaks', TG_ARGV[0], TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM hutong_believed((new_->>TG_ARGV[1])::timestamptz);
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER in_own_name BEFORE INSERT ON chasers FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_in_own_name('by_id', 'at');
CREATE OR REPLACE TRIGGER in_own_name BEFORE INSERT ON order_entries FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_in_own_name('by_id', 'at');
CREATE OR REPLACE TRIGGER in_own_name BEFORE INSERT ON view_log FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_in_own_name('officer_id', 'at');
CREATE OR REPLACE TRIGGER in_own_name BEFORE INSERT ON supervision_orders FOR EACH ROW
WHEN (current_user = 'hutong_portal')
EXECUTE FUNCTION hutong_in_own_name('ordered_by', 'ordered_at');
CREATE OR REPLACE TRIGGER closed_in_own_name BEFORE UPDATE ON supervision_orders FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_in_own_name('closed_by', 'closed_at');
CREATE OR REPLACE TRIGGER in_own_name BEFORE UPDATE ON cards FOR EACH ROW
WHEN (current_user = 'hutong_portal')
EXECUTE FUNCTION hutong_in_own_name('withdrawn_by', 'withdrawn_at');
CREATE OR REPLACE TRIGGER lifted_in_own_name BEFORE UPDATE ON deadline_suspensions FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_in_own_name('lifted_by', 'lifted_at');
