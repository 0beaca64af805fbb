-- What the hash of an event is taken of; `models.store.events` asks for it when a chain is checked.
CREATE OR REPLACE FUNCTION hutong_event_text(e events) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT concat_ws('|', e.case_id, e.centre_id, e.seq, e.tag,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        coalesce(e.actor_id::text, '-'), coalesce(e.stage_id::text, '-'),
        coalesce(e.step_id::text, '-'), e.detail::text, e.prev_hash)
$$;
