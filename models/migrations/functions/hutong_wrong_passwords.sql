-- How often a password of each account was wrong since it was last right, for an administrator of
-- the centre; accounts of which there is nothing to tell are left out.
CREATE OR REPLACE FUNCTION hutong_wrong_passwords()
RETURNS TABLE (officer_id uuid, wrong bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT o.id, count(*) FROM officers o JOIN login_attempts l ON l.account = o.account
    WHERE o.centre_id = hutong_centre() AND hutong_administers(o.centre_id) AND NOT l.succeeded
      AND l.at > coalesce((SELECT max(s.at) FROM login_attempts s
          WHERE s.account = o.account AND s.succeeded), '-infinity')
    GROUP BY o.id
$$;
REVOKE ALL ON FUNCTION hutong_wrong_passwords FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_wrong_passwords TO hutong_portal;
