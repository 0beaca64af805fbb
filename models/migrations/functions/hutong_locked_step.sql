-- A step with its stage and its case, which nobody else changes until the transaction ends. Who
-- waited for a lock still sees in that statement what was there before; inside a function the next
-- statement sees what was committed meanwhile.
CREATE OR REPLACE FUNCTION hutong_locked_step(of_step uuid)
RETURNS TABLE (s steps, g stages, c cases) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM 1 FROM cases WHERE id = (SELECT case_id FROM steps WHERE id = of_step)
    FOR NO KEY UPDATE;
    RETURN QUERY SELECT x, y, z FROM steps x JOIN stages y ON y.id = x.stage_id
        JOIN cases z ON z.id = x.case_id WHERE x.id = of_step;
END $$;
