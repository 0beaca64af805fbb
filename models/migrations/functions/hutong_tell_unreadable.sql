-- Sealed values that do not open: who looks after the installation at a centre is told, once for each
-- place. The place is a table, a column and a row, nothing of what stands there.
CREATE OR REPLACE FUNCTION hutong_tell_unreadable(centre uuid, places text[], at_ timestamptz)
RETURNS void LANGUAGE sql VOLATILE SET search_path = public AS $$
    INSERT INTO notices (id, centre_id, officer_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), o.centre_id, o.id, {NoticeKind.UNREADABLE},
        'unreadable:' || p.place || ':' || o.id, at_
    FROM unnest(places) p(place) JOIN officers o ON o.active AND o.centre_id = centre
    WHERE {Role.ADMINISTRATOR} = ANY (o.roles)
       OR {Role.SUPERVISOR} = ANY (o.roles) AND NOT EXISTS (
            SELECT 1 FROM officers a WHERE a.centre_id = o.centre_id AND a.active
              AND {Role.ADMINISTRATOR} = ANY (a.roles))
    ON CONFLICT (dedup) DO NOTHING
$$;
REVOKE ALL ON FUNCTION hutong_tell_unreadable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_tell_unreadable TO hutong_worker;
