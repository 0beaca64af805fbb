-- Whoever writes a notice, its deliveries are written with it. What is told of deliveries
-- themselves stays in the portal, or one broken channel would keep itself busy.
CREATE OR REPLACE FUNCTION hutong_queue_deliveries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO deliveries (id, centre_id, officer_id, notice_id, channel_id, via, state,
        attempts, created_at, next_at)
    SELECT gen_random_uuid(), c.centre_id, c.officer_id, NEW.id, c.id, c.kind,
        {DeliveryState.QUEUED}, 0, NEW.created_at, NEW.created_at
    FROM channels c
    WHERE c.officer_id = NEW.officer_id AND c.verified_at IS NOT NULL AND c.removed_at IS NULL
      AND NEW.kind <> {NoticeKind.DELIVERY} AND NEW.kind <> ALL (c.muted);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_queue_deliveries FROM PUBLIC;

CREATE OR REPLACE TRIGGER queue_deliveries AFTER INSERT ON notices
FOR EACH ROW EXECUTE FUNCTION hutong_queue_deliveries();
