-- Who closes or reopens a case need not know that the rows of its team keep when it closed.
CREATE OR REPLACE FUNCTION hutong_team_of_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    UPDATE case_team SET case_closed_at = NEW.closed_at WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_team_of_closed FROM PUBLIC;

CREATE OR REPLACE TRIGGER team_of_closed AFTER UPDATE OF closed_at ON cases FOR EACH ROW
WHEN (OLD.closed_at IS DISTINCT FROM NEW.closed_at) EXECUTE FUNCTION hutong_team_of_closed();
