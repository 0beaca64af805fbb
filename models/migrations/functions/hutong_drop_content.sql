-- The bytes of a removed attachment go with it, unless another that stands has the same ones. Held
-- first and counted then: who attaches the same bytes meanwhile holds them too.
CREATE OR REPLACE FUNCTION hutong_drop_content() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE one uuid;
BEGIN
    PERFORM 1 FROM attachment_contents WHERE id IN (NEW.content_id, NEW.preview_id)
    ORDER BY id FOR UPDATE;
    FOREACH one IN ARRAY ARRAY[NEW.content_id, NEW.preview_id] LOOP
        IF one IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attachments a
            WHERE a.removed_at IS NULL AND (a.content_id = one OR a.preview_id = one))
        THEN
            DELETE FROM attachment_chunks WHERE content_id = one;
            DELETE FROM attachment_contents WHERE id = one;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_drop_content FROM PUBLIC;

CREATE OR REPLACE TRIGGER drop_content AFTER UPDATE OF removed_at ON attachments FOR EACH ROW
WHEN (OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL)
EXECUTE FUNCTION hutong_drop_content();
