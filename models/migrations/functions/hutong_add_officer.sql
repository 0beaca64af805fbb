-- A new account, whose first password must be changed; false where somebody has the name already.
CREATE OR REPLACE FUNCTION hutong_add_officer(
    new_id uuid, of_centre uuid, account_ text, name_ text, roles_ varchar[], hash text,
    at_ timestamptz, by_machine_ text
) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF hash NOT LIKE '$argon2id$%' OR EXISTS (
        SELECT 1 FROM officers o WHERE lower(o.account) = lower(account_)) THEN RETURN false; END IF;
    INSERT INTO officers (id, centre_id, account, name, roles, password, active,
        must_change_password)
    VALUES (new_id, of_centre, account_, name_, roles_, hash, true, true)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM hutong_account_changed(new_id, {AccountChange.ADDED},
        jsonb_build_object('roles', to_jsonb(roles_)), at_, by_machine_);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION hutong_add_officer FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_add_officer TO hutong_portal;
