-- Who fetches a calendar is not logged in; the secret's hash is all there is to ask by.
CREATE OR REPLACE FUNCTION hutong_find_feed(by_hash bytea) RETURNS SETOF calendar_feeds
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT * FROM calendar_feeds WHERE id = by_hash AND revoked_at IS NULL
$$;
REVOKE ALL ON FUNCTION hutong_find_feed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_find_feed TO hutong_portal;
