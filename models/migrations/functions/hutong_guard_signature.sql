-- Through the portal a signature stands under the version as it was made, and is decided once: by who
-- speaks, in a role they have, of what they did not write. What is decided may only fall.
CREATE OR REPLACE FUNCTION hutong_guard_signature() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
DECLARE refused text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ({SignatureState.OPEN}, {SignatureState.PENDING})
            OR NEW.decided_by IS NOT NULL OR NOT EXISTS (
                SELECT 1 FROM paper_versions v WHERE v.id = NEW.version_id
                AND v.sha256 = NEW.sha256 AND v.data_digest = NEW.data_digest)
        THEN refused := 'stands under a version'; END IF;
    ELSIF OLD.state NOT IN ({SignatureState.OPEN}, {SignatureState.PENDING}) THEN
        IF NEW.state NOT IN (OLD.state, {SignatureState.VOID})
            OR ROW(NEW.officer_id, NEW.stands_in_for, NEW.opened_at, NEW.viewed_at, NEW.decided_at,
                NEW.decided_by, NEW.opinion, NEW.returned_to)
            IS DISTINCT FROM ROW(OLD.officer_id, OLD.stands_in_for, OLD.opened_at, OLD.viewed_at,
                OLD.decided_at, OLD.decided_by, OLD.opinion, OLD.returned_to)
        THEN refused := 'stays as it was decided'; END IF;
    ELSIF NEW.state IN ({SignatureState.APPROVED}, {SignatureState.RETURNED}) THEN
        PERFORM hutong_believed(NEW.decided_at);
        IF NEW.decided_by IS DISTINCT FROM (SELECT hutong_officer()) OR NOT EXISTS (
            SELECT 1 FROM officers o WHERE o.id = NEW.decided_by AND NEW.role = ANY (o.roles))
            OR EXISTS (SELECT 1 FROM paper_versions v
                WHERE v.id = NEW.version_id AND NEW.decided_by = ANY (v.authors))
        THEN refused := 'is decided by who speaks and may'; END IF;
    ELSIF NEW.decided_by IS NOT NULL THEN refused := 'is not decided yet';
    END IF;
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION 'a signature %', refused USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_signature BEFORE INSERT OR UPDATE ON signatures FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_signature();
