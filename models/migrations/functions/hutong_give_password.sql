-- A new first password, which must be changed; every log-in of the account ends.
CREATE OR REPLACE FUNCTION hutong_give_password(
    of_officer uuid, hash text, at_ timestamptz, by_machine_ text
) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM hutong_account_changed(of_officer, {AccountChange.PASSWORD}, '{}', at_, by_machine_);
    UPDATE officers SET password = hash, must_change_password = true
    WHERE id = of_officer AND active AND hash LIKE '$argon2id$%';
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE login_sessions SET ended_at = at_ WHERE officer_id = of_officer AND ended_at IS NULL;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION hutong_give_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_give_password TO hutong_portal;
