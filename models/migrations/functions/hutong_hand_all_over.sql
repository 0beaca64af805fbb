-- An administrator who hands over what an account leaves open goes through every case of the centre,
-- and so sees them until the transaction ends; what stands in them is sealed all the same.
CREATE OR REPLACE FUNCTION hutong_hand_all_over() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE said text;
BEGIN
    IF session_user <> 'hutong_portal' THEN RETURN; END IF;
    IF NOT coalesce(hutong_administers(hutong_centre()), false) THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    said := concat_ws('|', hutong_officer(), hutong_centre(), 'centre');
    PERFORM set_config('hutong.who', said || '|' || hutong_mac(said), true);
END $$;
REVOKE ALL ON FUNCTION hutong_hand_all_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_hand_all_over TO hutong_portal;
