-- Bytes of attachments are never rewritten, and not removed while an attachment stands on them,
-- whoever tries.
CREATE OR REPLACE FUNCTION hutong_guard_content() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE gone uuid;
BEGIN
    IF TG_OP = 'DELETE' THEN
        gone := coalesce(to_jsonb(OLD) ->> 'content_id', to_jsonb(OLD) ->> 'id');
        IF NOT EXISTS (SELECT 1 FROM attachments a
            WHERE a.removed_at IS NULL AND (a.content_id = gone OR a.preview_id = gone))
        THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
REVOKE ALL ON FUNCTION hutong_guard_content FROM PUBLIC;

CREATE OR REPLACE TRIGGER guard_content BEFORE UPDATE OR DELETE ON attachment_contents
FOR EACH ROW EXECUTE FUNCTION hutong_guard_content();
CREATE OR REPLACE TRIGGER guard_content BEFORE UPDATE OR DELETE ON attachment_chunks
FOR EACH ROW EXECUTE FUNCTION hutong_guard_content();
CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON attachment_contents
FOR EACH STATEMENT EXECUTE FUNCTION hutong_guard_content();
CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON attachment_chunks
FOR EACH STATEMENT EXECUTE FUNCTION hutong_guard_content();
