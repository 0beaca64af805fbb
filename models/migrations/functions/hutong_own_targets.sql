-- What counts now of a centre's own targets, by rule, as whoever asks may see it.
CREATE OR REPLACE FUNCTION hutong_own_targets(of_centre uuid) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_object_agg(t.rule, jsonb_build_object('new', t.new, 'by', t.name, 'at', t.at))
    FROM (SELECT DISTINCT ON (w.rule) w.rule, w.new, w.at, o.name FROM own_targets w
          JOIN officers o ON o.id = w.by_id WHERE w.centre_id = of_centre
          ORDER BY w.rule, w.ordinal DESC) t
$$;
