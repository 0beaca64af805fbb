-- The portal changes the calendar only for an administrator.
CREATE OR REPLACE FUNCTION hutong_may_keep_calendar() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT session_user <> 'hutong_portal' OR EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = hutong_officer() AND o.active
          AND {Role.ADMINISTRATOR} = ANY (o.roles)
    )
$$;
REVOKE ALL ON FUNCTION hutong_may_keep_calendar FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_may_keep_calendar TO hutong_portal, hutong_worker;
