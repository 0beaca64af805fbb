"""What somebody tries who has the portal's database password, and a live session of an officer.

Each is refused, or changes nothing. `:case`, `:me`, `:other` and so on are filled in by the test.
"""

#: By sentence: one or more statements in a transaction of the officer, up to its commit.
ATTEMPTS: dict[str, str] = {
    "a done answer is rewritten": "UPDATE steps SET answer = 'x' WHERE state = 'done' "
    "AND answer IS NOT NULL",
    "who did a step is rewritten": "UPDATE steps SET done_by = :me WHERE state = 'done' "
    "AND done_by <> :me",
    "when a step was done is rewritten": "UPDATE steps SET done_at = done_at - interval '1 day' "
    "WHERE state = 'done'",
    "the day of a fact is rewritten": "UPDATE steps SET done_on = '2020-01-01' WHERE state = 'done'",
    "what an effect made is rewritten": "UPDATE steps SET result = '{}' WHERE state = 'done'",
    "a done step is opened again": "UPDATE steps SET state = 'open' WHERE state = 'done'",
    "an overtaken step counts again": "UPDATE steps SET state = 'done' WHERE state = 'superseded'",
    "a step is done in another's name": "UPDATE steps SET state = 'done', done_at = now(), "
    "done_by = :other WHERE state = 'open'",
    "a step is done last week": "UPDATE steps SET state = 'done', done_by = :me, "
    "done_at = now() - interval '7 days' WHERE state = 'open'",
    "a step asks for another form": "UPDATE steps SET form = 'visit'",
    "a step goes to another case": "UPDATE steps SET case_id = gen_random_uuid()",
    "a step was opened earlier": "UPDATE steps SET opened_at = now() - interval '9 days'",
    "an answered step is written": "INSERT INTO steps (id, case_id, stage_id, centre_id, kind, key, "
    "turn, round, position, state, holder, opened_at, result, attempts, answer) SELECT "
    "gen_random_uuid(), case_id, stage_id, centre_id, 'ask', 'forged', 1, 1, 1, 'done', holder, "
    "now(), '{}', 0, 'x' FROM steps LIMIT 1",
    "a signature is given for another": "UPDATE signatures SET state = 'approved', "
    "decided_at = now(), decided_by = :other WHERE state = 'open'",
    "a signature is given without the role": "UPDATE signatures SET state = 'approved', "
    "decided_at = now(), decided_by = :me WHERE state = 'open'",
    "a signature is dated back": "UPDATE signatures SET state = 'approved', "
    "decided_at = now() - interval '7 days', decided_by = :me WHERE state = 'open'",
    "a given signature is rewritten": "UPDATE signatures SET decided_at = now() "
    "WHERE state = 'approved'",
    "a given signature is taken over": "UPDATE signatures SET decided_by = :me "
    "WHERE state = 'approved'",
    "an opinion is rewritten": "UPDATE signatures SET opinion = 'x' WHERE state = 'approved'",
    "a fallen signature stands again": "UPDATE signatures SET state = 'approved' "
    "WHERE state = 'void'",
    "a signature stands under other bytes": "UPDATE signatures SET sha256 = repeat('a', 64)",
    "a signature is written as given": "INSERT INTO signatures (id, case_id, step_id, centre_id, "
    "ordinal, role, mode, state, decided_by, decided_at, version_id, sha256, data_digest) SELECT "
    "gen_random_uuid(), case_id, step_id, centre_id, 9, 'director', mode, 'approved', :other, "
    "now(), version_id, sha256, data_digest FROM signatures LIMIT 1",
    "a hash of a document is rewritten": "UPDATE paper_versions SET sha256 = repeat('a', 64)",
    "who wrote a document is rewritten": "UPDATE paper_versions SET authors = '{}'",
    "what a document says is rewritten": "UPDATE paper_versions SET context = 'x'",
    "a void version stands again": "UPDATE paper_versions SET void = false WHERE void",
    "the bytes of a document are rewritten": "UPDATE files SET content = 'x'",
    "a document has another number": "UPDATE papers SET number = number + 1",
    "a document has another title": "UPDATE papers SET title = 'x'",
    "numbers are counted back": "UPDATE counters SET last = 0",
    "numbers are left out": "UPDATE counters SET last = last + 5",
    "a deadline moves without a word": "UPDATE deadlines SET due_at = due_at + interval '1 year' "
    "WHERE state = 'running'",
    "a missed deadline was in time": "UPDATE deadlines SET met_late = false WHERE state = 'met'",
    "an ended deadline runs again": "UPDATE deadlines SET state = 'running' "
    "WHERE state IN ('met', 'stopped')",
    "a receipt is another rule's": "UPDATE deadlines SET key = 'x'",
    "a deadline goes over to another step": "UPDATE deadlines d SET step_id = (SELECT s.id FROM "
    "steps s WHERE s.case_id = d.case_id AND s.form IS DISTINCT FROM (SELECT o.form FROM steps o "
    "WHERE o.id = d.step_id) AND s.stage_id = d.stage_id LIMIT 1) WHERE d.state = 'running' "
    "AND d.step_id IS NOT NULL",
    "a move of a deadline is rewritten": "UPDATE deadline_changes SET reason = NULL",
    "a move is recorded by another": "INSERT INTO deadline_changes (id, case_id, deadline_id, at, "
    "old_due_at, new_due_at, by_id) SELECT gen_random_uuid(), case_id, id, now(), due_at, due_at, "
    ":other FROM deadlines LIMIT 1",
    "an event is dated back": "INSERT INTO events (case_id, centre_id, seq, tag, at, actor_id, "
    "detail, prev_hash, hash) VALUES (:case, :centre, 0, 'step:chased', now() - interval '1 day', "
    ":me, '{}', '', '')",
    "an event happens tomorrow": "INSERT INTO events (case_id, centre_id, seq, tag, at, actor_id, "
    "detail, prev_hash, hash) VALUES (:case, :centre, 0, 'step:chased', now() + interval '1 day', "
    ":me, '{}', '', '')",
    "an event is another's": "INSERT INTO events (case_id, centre_id, seq, tag, at, actor_id, "
    "detail, prev_hash, hash) VALUES (:case, :centre, 0, 'step:chased', now(), :other, '{}', '', "
    "'')",
    "a person's act is nobody's": "INSERT INTO events (case_id, centre_id, seq, tag, at, detail, "
    "prev_hash, hash) VALUES (:case, :centre, 0, 'approval:signed', now(), '{}', '', '')",
    "an event is rewritten": "UPDATE events SET detail = '{}'",
    "a look is another's": "INSERT INTO view_log (id, centre_id, case_id, officer_id, at, what) "
    "VALUES (gen_random_uuid(), :centre, :case, :other, now(), 'case')",
    "a look is dated back": "INSERT INTO view_log (id, centre_id, case_id, officer_id, at, what) "
    "VALUES (gen_random_uuid(), :centre, :case, :me, now() - interval '1 day', 'case')",
    "a look is taken out": "DELETE FROM view_log",
    "a reminder is another's": "INSERT INTO chasers (id, case_id, step_id, at, by_id, means) SELECT "
    "gen_random_uuid(), case_id, id, now(), :other, 'x' FROM steps LIMIT 1",
    "a reminder is rewritten": "UPDATE chasers SET means = 'x'",
    "an order is closed for another": "UPDATE supervision_orders SET state = 'closed', "
    "closed_at = now(), closed_by = :other",
    "an order says something else": "UPDATE supervision_orders SET text = 'x'",
    "a report on an order is another's": "INSERT INTO order_entries (id, case_id, order_id, at, "
    "by_id, kind, text) SELECT gen_random_uuid(), case_id, id, now(), :other, 'report', 'x' "
    "FROM supervision_orders",
    "a card is withdrawn by another": "UPDATE cards SET withdrawn_at = now(), withdrawn_by = :other, "
    "reason = 'x'",
    "a case is closed": "UPDATE cases SET state = 'closed', closed_at = now()",
    "a case is judged by another law": "UPDATE cases SET locality = 'x'",
    "a case goes to another centre": "UPDATE cases SET centre_id = gen_random_uuid()",
    "a case has another number": "UPDATE cases SET number = 'x'",
    "a stage that ended begins again": "UPDATE stages SET state = 'open', closed_at = NULL "
    "WHERE state = 'closed'",
    "a stage ended otherwise": "UPDATE stages SET outcome = 'x' WHERE state = 'closed'",
    "a fence falls": "UPDATE stages SET fence = -1",
    "who left the team never did": "UPDATE case_team SET left_at = NULL WHERE left_at IS NOT NULL",
    "guardianship ended otherwise": "UPDATE custodies SET ended_at = now() "
    "WHERE ended_at IS NOT NULL",
    "a case is void without a word": "UPDATE cases SET state = 'voided'",
    "a case is voided in another's name": "INSERT INTO case_voidings (id, case_id, centre_id, at, by_id, reason) VALUES "
    "(gen_random_uuid(), :case, :centre, now(), :other, '')",
    "an answer is corrected in another's name": "INSERT INTO corrections (id, case_id, centre_id, step_id, at, by_id, reason, evidence, "
    "changed) SELECT gen_random_uuid(), :case, :centre, id, now(), :other, '', '', '' "
    "FROM steps WHERE kind = 'ask' AND state = 'done' LIMIT 1",
    "an answer stands where it was not given": "INSERT INTO steps (id, case_id, stage_id, centre_id, kind, key, turn, round, position, "
    "state, form, owner_role, holder, no_due_reason, opened_at, result, attempts, given_at) "
    "SELECT gen_random_uuid(), case_id, stage_id, centre_id, kind, key || '-x', turn, 9, "
    "position, 'open', form, owner_role, holder, 'x', opened_at, '{}', 0, "
    "opened_at - interval '1 year' FROM steps WHERE kind = 'ask' LIMIT 1",
    "a stage goes on again": "UPDATE stages SET state = 'open', outcome = NULL, closed_at = NULL, fence = fence + 1 "
    "WHERE state = 'closed' AND NOT is_main",
    "guardianship began otherwise": "UPDATE custodies SET began_at = now()",
    "a colleague is let decide": "UPDATE officers SET roles = '{director}' WHERE id = :me",
    "a password is set": "UPDATE officers SET password = 'x' WHERE id = :other",
    "a session is opened": "INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, "
    "address) VALUES ('x', :other, '', now(), now(), '')",
    "a centre is renamed": "UPDATE centres SET facts = '{}'",
    "another officer speaks": "SELECT set_config('hutong.who', :other || '|' || :centre || "
    "'|centre|' || repeat('a', 64), true); UPDATE steps SET draft = 'x'",
    "a case is deleted": "DELETE FROM cases",
}
