-- A page came upon sealed values that do not open: who looks after its officer's centre is told.
CREATE OR REPLACE FUNCTION hutong_report_unreadable(places text[], at_ timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
    SELECT hutong_tell_unreadable(
        hutong_centre(), places, at_)
$$;
REVOKE ALL ON FUNCTION hutong_report_unreadable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_report_unreadable TO hutong_portal;
