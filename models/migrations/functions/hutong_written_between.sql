-- How many rows of a log were written in a span, and the hash of them all: what is anchored outside
-- the database. Who asks is told no row.
CREATE OR REPLACE FUNCTION hutong_written_between(
    of_table text, since timestamptz, until timestamptz, OUT rows bigint, OUT sha256 text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET timezone = 'UTC' AS $$
BEGIN
    IF of_table = 'view_log' THEN
        SELECT count(*), encode(sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(
            v.id, v.centre_id, v.case_id, v.officer_id, v.at, v.what, v.ref)::text, 'UTF8')),
            ''::bytea ORDER BY v.id), ''::bytea)), 'hex')
        INTO rows, sha256 FROM view_log v WHERE v.at >= since AND v.at < until;
    ELSIF of_table = 'account_changes' THEN
        SELECT count(*), encode(sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(
            a.id, a.centre_id, a.officer_id, a.at, a.what, a.detail, a.by_id, a.by_machine)::text,
            'UTF8')), ''::bytea ORDER BY a.id), ''::bytea)), 'hex')
        INTO rows, sha256 FROM account_changes a WHERE a.at >= since AND a.at < until;
    ELSE
        RAISE EXCEPTION 'not a log' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
REVOKE ALL ON FUNCTION hutong_written_between FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_written_between TO hutong_worker;
