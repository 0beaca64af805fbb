-- Who speaks in this transaction: officer, centre, and how far they see; null when nobody proved to.
-- What stands in the setting may be written by anybody, the seal on it may not. Policies ask this some
-- hundred times an act, so the seal is computed here as `hutong_mac` does, without a call.
CREATE OR REPLACE FUNCTION hutong_speaker() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    who text[] := string_to_array(current_setting('hutong.who', true), '|');
    key_ bytea;
BEGIN
    IF who[4] IS NULL THEN RETURN NULL; END IF;
    SELECT key INTO key_ FROM installation;
    IF who[4] = encode(sha256(key_ || sha256(key_ || convert_to(concat_ws('|', who[1], who[2], who[3],
        pg_backend_pid(), extract(epoch FROM transaction_timestamp())), 'UTF8'))), 'hex')
    THEN
        RETURN who;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_speaker FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_speaker TO hutong_portal, hutong_worker;
