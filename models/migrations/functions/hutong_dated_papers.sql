-- Who changes the law is told which documents print a day that moves: kinds and numbers only.
CREATE OR REPLACE FUNCTION hutong_dated_papers(of_cases uuid[]) RETURNS TABLE (
    id uuid, case_id uuid, paper varchar, about varchar, title varchar, full_number varchar,
    made_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT p.id, p.case_id, p.paper, p.about, p.title, p.full_number, max(v.made_at)
    FROM papers p JOIN paper_versions v ON v.paper_id = p.id JOIN cases c ON c.id = p.case_id
    WHERE p.case_id = ANY (of_cases) AND NOT v.void AND hutong_may_recount(c.centre_id)
    GROUP BY p.id ORDER BY max(v.made_at), p.id
$$;
REVOKE ALL ON FUNCTION hutong_dated_papers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_dated_papers TO hutong_portal, hutong_worker;
