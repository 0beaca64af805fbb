-- What an attachment is stays as it was said: through the portal it is compared with the original
-- once and removed once, each in one's own name and now, the second by who leads the centre of the
-- case. What is removed says nothing any more: its words go with its bytes, its trace stays.
CREATE OR REPLACE FUNCTION hutong_guard_attachment() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM hutong_believed(NEW.at);
        RETURN NEW;
    END IF;
    IF OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a removed attachment stays removed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.compared_at IS DISTINCT FROM OLD.compared_at
        OR NEW.compared_by IS DISTINCT FROM OLD.compared_by
    THEN
        IF OLD.compared_at IS NOT NULL OR NEW.compared_by IS DISTINCT FROM hutong_officer() THEN
            RAISE EXCEPTION 'compared once, by who speaks' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM hutong_believed(NEW.compared_at);
    END IF;
    IF NEW.removed_at IS NOT NULL THEN
        IF NEW.removed_by IS DISTINCT FROM hutong_officer()
            OR NOT hutong_leads((SELECT c.centre_id FROM cases c WHERE c.id = NEW.case_id))
        THEN
            RAISE EXCEPTION 'removed by who leads, in their own name'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM hutong_believed(NEW.removed_at);
        NEW.told := NULL;
        NEW.caption := NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_attachment BEFORE INSERT OR UPDATE ON attachments FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_attachment();
-- Here and not with the other tables: their file is run by a migration that knows no attachments yet.
CREATE OR REPLACE TRIGGER imprint AFTER INSERT OR UPDATE OR DELETE ON attachments
FOR EACH ROW EXECUTE FUNCTION hutong_imprint();
