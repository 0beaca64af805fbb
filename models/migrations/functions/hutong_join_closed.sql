-- Who joins the team of a case that is closed finds it among the closed ones.
CREATE OR REPLACE FUNCTION hutong_join_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    NEW.case_closed_at := (SELECT closed_at FROM cases WHERE id = NEW.case_id);
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION hutong_join_closed FROM PUBLIC;

CREATE OR REPLACE TRIGGER join_closed BEFORE INSERT ON case_team
FOR EACH ROW EXECUTE FUNCTION hutong_join_closed();
