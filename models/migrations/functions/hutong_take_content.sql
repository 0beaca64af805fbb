-- Where the bytes with a keyed hash lie in the centre of who speaks: the row there is, or a new one
-- of the id that is proposed. Who knows the hash has the bytes; what else they belong to is not told.
-- The row is held, so that nobody removes it before an attachment stands on it.
CREATE OR REPLACE FUNCTION hutong_take_content(
    proposed uuid, of_digest bytea, of_key text, of_size bigint, of_chunks integer
) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE found_ uuid;
BEGIN
    IF hutong_centre() IS NULL THEN
        RAISE EXCEPTION 'nobody speaks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO attachment_contents (id, centre_id, digest, digest_key, size, chunks)
    VALUES (proposed, hutong_centre(), of_digest, of_key, of_size, of_chunks)
    ON CONFLICT (centre_id, digest) DO NOTHING;
    SELECT id INTO found_ FROM attachment_contents
    WHERE centre_id = hutong_centre() AND digest = of_digest FOR KEY SHARE;
    IF found_ IS NULL THEN -- Removed between the two: once more, as if by another transaction.
        RAISE EXCEPTION 'removed meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN found_;
END $$;
REVOKE ALL ON FUNCTION hutong_take_content FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_take_content TO hutong_portal;
