-- An officer has these roles and no others; they count from the next request on. What they may do no
-- more is handed over in the same transaction, before this.
CREATE OR REPLACE FUNCTION hutong_set_roles(
    of_officer uuid, roles_ varchar[], detail_ jsonb, at_ timestamptz, by_machine_ text
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM hutong_account_changed(of_officer, {AccountChange.ROLES}, detail_, at_, by_machine_);
    UPDATE officers SET roles = roles_ WHERE id = of_officer;
END $$;
REVOKE ALL ON FUNCTION hutong_set_roles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_set_roles TO hutong_portal;
