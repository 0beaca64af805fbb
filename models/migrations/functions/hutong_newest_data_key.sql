-- Under which data key numbers are hashed, until the transaction ends: a rotation, which hashes them
-- all anew, waits for it, and who asks meanwhile waits for the rotation.
CREATE OR REPLACE FUNCTION hutong_newest_data_key() RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(83212029);
    -- A statement of its own: it sees what was committed while the lock was waited for.
    RETURN (SELECT k.key_id FROM data_keys k ORDER BY k.place DESC LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION hutong_newest_data_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_newest_data_key TO hutong_portal, hutong_worker;
