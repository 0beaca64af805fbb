-- Until the transaction ends this officer speaks. Only functions that have proved it call this.
CREATE OR REPLACE FUNCTION hutong_speak(who officers, plans text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public AS $$
DECLARE said text := concat_ws('|', who.id, who.centre_id, CASE
    WHEN who.roles && ARRAY[{Role.SUPERVISOR}, {Role.DIRECTOR}]::varchar[] THEN 'centre'
    ELSE 'team' END);
BEGIN
    PERFORM set_config('hutong.who', said || '|' || hutong_mac(said), true),
        set_config('plan_cache_mode', plans, true);
END $$;
REVOKE ALL ON FUNCTION hutong_speak FROM PUBLIC;
