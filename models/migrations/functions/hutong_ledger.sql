-- What interrupted a deadline, the oldest first, as `models.law.ledger.Ledger` loads it: whoever
-- counts a deadline again counts from this. An extension of before the ledger kept its day only as
-- the day the deadline moved to.
CREATE OR REPLACE FUNCTION hutong_ledger(of_deadline uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public AS $$
    SELECT jsonb_build_object(
        'pauses', coalesce((
            SELECT jsonb_agg(jsonb_build_object('first_on', p.first_on, 'last_on', p.last_on,
                'ground', p.ground) ORDER BY p.first_on, p.recorded_at, p.id)
            FROM deadline_suspensions p WHERE p.deadline_id = of_deadline), '[]'),
        'grants', coalesce((
            SELECT jsonb_agg(jsonb_build_object('length', h.length, 'unit', h.unit,
                'until_on', CASE WHEN h.length IS NULL THEN coalesce(h.until_on,
                    (h.new_due_at AT TIME ZONE 'Asia/Shanghai')::date) END,
                'decided_on', coalesce(h.decided_on, (h.at AT TIME ZONE 'Asia/Shanghai')::date),
                'decided_by', h.decided_by, 'document', h.document) ORDER BY h.at, h.id)
            FROM deadline_changes h
            WHERE h.deadline_id = of_deadline AND h.kind = {ChangeKind.EXTENSION}), '[]'))
$$;
REVOKE ALL ON FUNCTION hutong_ledger FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_ledger TO hutong_portal, hutong_worker;
