-- How far the officer who speaks sees: their centre, or the cases of their teams.
CREATE OR REPLACE FUNCTION hutong_scope() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT (hutong_speaker())[3]::text
$$;
