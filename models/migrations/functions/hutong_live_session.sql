-- The officer of a session that has not ended, and that it was used; not with every request of a
-- busy page. Idle it ends after half an hour, and however busy after ten hours.
CREATE OR REPLACE FUNCTION hutong_live_session(secret bytea, at_ timestamptz) RETURNS TABLE (
    id uuid, centre_id uuid, name varchar, roles varchar[], account varchar,
    must_change_password boolean, csrf varchar
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE live login_sessions;
BEGIN
    SELECT s.* INTO live FROM login_sessions s
    WHERE s.id = sha256(secret) AND s.ended_at IS NULL
      AND s.seen_at > hutong_believed(at_) - interval '30 min'
      AND s.created_at > at_ - interval '10 h';
    IF NOT FOUND THEN RETURN; END IF;
    RETURN QUERY SELECT o.id, o.centre_id, o.name, o.roles, o.account, o.must_change_password,
        live.csrf FROM officers o WHERE o.id = live.officer_id AND o.active;
    IF FOUND AND live.seen_at + interval '20 s' < at_ THEN
        UPDATE login_sessions s SET seen_at = at_ WHERE s.id = live.id;
    END IF;
END $$;
REVOKE ALL ON FUNCTION hutong_live_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_live_session TO hutong_portal;
