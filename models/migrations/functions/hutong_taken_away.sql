-- Whether somebody downloaded a document of the own centre: the view log is not shown for it.
CREATE OR REPLACE FUNCTION hutong_taken_away(of_version uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (SELECT 1 FROM paper_versions v
        JOIN view_log l ON l.case_id = v.case_id AND l.ref = CAST(v.id AS text)
        WHERE v.id = of_version AND l.what = 'download' AND l.centre_id = hutong_centre())
$$;
REVOKE ALL ON FUNCTION hutong_taken_away FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_taken_away TO hutong_portal, hutong_worker;
