-- One change of one row becomes the next imprint of its chain. Where the row was changed before
-- without one, that is kept first, as done by `nobody`: no later change covers it up. It is dated by the database's own
-- clock; where cases are played, by the latest instant that was recorded.
CREATE OR REPLACE FUNCTION hutong_leave_imprint(
    of_table_ text, old_ jsonb, new_ jsonb, by_role_ text
) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public AS $$
DECLARE
    was jsonb := hutong_imprinted(old_);
    is_ jsonb := hutong_imprinted(new_);
    one imprints;
    head imprint_heads;
BEGIN
    IF was = is_ THEN RETURN; END IF;
    IF was IS NOT NULL AND by_role_ NOT IN ('migration', 'unknown')
        AND encode(sha256(convert_to(was::text, 'UTF8')), 'hex') IS DISTINCT FROM (
            SELECT i.whole FROM imprints i WHERE i.of_table = of_table_
            AND i.row_id = (old_ ->> 'id')::uuid ORDER BY i.seq DESC LIMIT 1)
    THEN
        PERFORM hutong_leave_imprint(of_table_, (SELECT jsonb_object_agg(c.key, c.value
            ORDER BY i.seq) FROM imprints i, jsonb_each(i.columns) c WHERE i.of_table = of_table_
            AND i.row_id = (old_ ->> 'id')::uuid), old_, 'unknown');
    END IF;
    one.chain := coalesce(new_, old_) ->> CASE
        WHEN of_table_ IN ('cases', 'children') THEN 'id' ELSE 'case_id' END;
    one.of_table := of_table_;
    one.row_id := coalesce(new_, old_) ->> 'id';
    one.by_role := by_role_;
    one.actor_id := hutong_officer();
    IF is_ IS NOT NULL THEN
        one.columns := (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM (
            SELECT n.key, n.value FROM jsonb_each(is_) n
            WHERE was IS NULL OR was -> n.key IS DISTINCT FROM n.value
            UNION ALL
            SELECT w.key, 'null' FROM jsonb_each(coalesce(was, '{}')) w WHERE NOT is_ ? w.key) c);
        one.whole := encode(sha256(convert_to(is_::text, 'UTF8')), 'hex');
    END IF;
    INSERT INTO imprint_heads (chain, seq, hash, at) VALUES (one.chain, 0, repeat('0', 64), 'epoch')
    ON CONFLICT (chain) DO NOTHING;
    SELECT * INTO head FROM imprint_heads WHERE chain = one.chain FOR UPDATE;
    one.at := CASE WHEN (SELECT own_clock FROM installation) THEN clock_timestamp() ELSE greatest(
        head.at, (SELECT max((value #>> '{}')::timestamptz) FROM jsonb_each(one.columns)
            WHERE value <> 'null' AND key IN ('opened_at', 'done_at', 'taken_up_at', 'decided_at',
                'closed_at', 'joined_at', 'left_at', 'made_at', 'at', 'recorded_at', 'lifted_at',
                'ordered_at', 'given_at', 'withdrawn_at', 'compared_at', 'removed_at'))) END;
    one.seq := head.seq + 1;
    one.prev_hash := head.hash;
    one.hash := encode(sha256(convert_to(hutong_imprint_text(one), 'UTF8')), 'hex');
    UPDATE imprint_heads SET seq = one.seq, hash = one.hash, at = one.at WHERE chain = one.chain;
    INSERT INTO imprints (chain, seq, of_table, row_id, at, by_role, actor_id, columns, whole,
        prev_hash, hash)
    VALUES (one.chain, one.seq, one.of_table, one.row_id, one.at, one.by_role, one.actor_id,
        one.columns, one.whole, one.prev_hash, one.hash);
END $$;
REVOKE ALL ON FUNCTION hutong_leave_imprint FROM PUBLIC;
