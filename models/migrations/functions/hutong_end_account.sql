-- An account ends for good, with its sessions, its calendar address and its channels; its name stays
-- under what it signed. What is open was handed over in the same transaction, before this.
CREATE OR REPLACE FUNCTION hutong_end_account(
    of_officer uuid, detail_ jsonb, at_ timestamptz, by_machine_ text
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM hutong_account_changed(of_officer, {AccountChange.ENDED}, detail_, at_, by_machine_);
    UPDATE login_sessions SET ended_at = at_ WHERE officer_id = of_officer AND ended_at IS NULL;
    UPDATE calendar_feeds SET revoked_at = at_ WHERE officer_id = of_officer AND revoked_at IS NULL;
    UPDATE channels SET removed_at = at_, address = NULL, code = NULL
    WHERE officer_id = of_officer AND removed_at IS NULL;
    UPDATE officers SET active = false WHERE id = of_officer;
END $$;
REVOKE ALL ON FUNCTION hutong_end_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_end_account TO hutong_portal;
