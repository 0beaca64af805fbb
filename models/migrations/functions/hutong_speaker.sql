-- Who speaks in this transaction: officer, centre, and how far they see; null when nobody proved to.
-- What stands in the setting may be written by anybody, the seal on it may not.
CREATE OR REPLACE FUNCTION hutong_speaker() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    said text := current_setting('hutong.who', true);
    who text[] := string_to_array(said, '|');
BEGIN
    IF said <> '' AND who[4] = hutong_mac(concat_ws('|', who[1], who[2], who[3])) THEN
        RETURN who;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_speaker FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_speaker TO hutong_portal, hutong_worker;
