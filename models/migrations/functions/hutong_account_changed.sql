-- Keeps what was done with an account, and refuses who may not: through the portal an administrator
-- of the same centre does it, at the time of the database, and never to their own account. On the
-- machine itself there is no officer; the account of the operating system stands instead.
CREATE OR REPLACE FUNCTION hutong_account_changed(
    of_officer uuid, what_ text, detail_ jsonb, at_ timestamptz, by_machine_ text
) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public AS $$
DECLARE its uuid;
BEGIN
    SELECT o.centre_id INTO STRICT its FROM officers o WHERE o.id = of_officer;
    IF session_user = 'hutong_portal'
        AND (NOT hutong_administers(its) OR of_officer = hutong_officer() OR by_machine_ IS NOT NULL)
    THEN
        RAISE EXCEPTION 'not an administrator of this account'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO account_changes (id, centre_id, officer_id, at, what, detail, by_id, by_machine)
    VALUES (gen_random_uuid(), its, of_officer, hutong_believed(at_), what_, detail_,
        hutong_officer(), by_machine_);
END $$;
REVOKE ALL ON FUNCTION hutong_account_changed FROM PUBLIC;
