-- The wrong passwords of an account are forgotten, so that it waits nowhere; how many there were.
CREATE OR REPLACE FUNCTION hutong_unlock(
    of_officer uuid, at_ timestamptz, by_machine_ text
) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE forgotten integer;
BEGIN
    PERFORM hutong_account_changed(of_officer, {AccountChange.UNLOCKED}, '{}', at_, by_machine_);
    DELETE FROM login_attempts l USING officers o
    WHERE o.id = of_officer AND l.account = o.account AND NOT l.succeeded;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;
REVOKE ALL ON FUNCTION hutong_unlock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_unlock TO hutong_portal;
