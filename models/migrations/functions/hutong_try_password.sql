-- A try is counted as wrong before the password is looked at, so that none escapes the count; tries
-- at one instant are taken one after another, by address and by account, always in this order. Shown
-- is how the account's password is hashed, never the hash; for an account there is not, as much.
-- `attempt` is null while the account waits at this address; such a try is not counted, or guessing
-- would keep the owner waiting for ever.
CREATE OR REPLACE FUNCTION hutong_try_password(
    account_ text, address_ text, usual text, at_ timestamptz,
    OUT attempt uuid, OUT shown text
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE wrong record; since timestamptz := at_ - interval '24 h';
BEGIN
    PERFORM hutong_believed(at_);
    SELECT substring(o.password FROM '^([$]argon2id[$].*)[$][^$]*$') INTO shown
    FROM officers o WHERE o.account = account_;
    shown := coalesce(shown, usual || rtrim(encode(substr(
        (SELECT sha256(i.key || convert_to(account_, 'UTF8')) FROM installation i), 1, 16),
        'base64'), '='));
    PERFORM pg_advisory_xact_lock(hashtextextended('hutong.log-in.address:' || address_, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('hutong.log-in.account:' || account_, 0));
    DELETE FROM login_attempts WHERE at < since;
    SELECT max(s.at) INTO since FROM login_attempts s
    WHERE s.account = account_ AND s.address = address_ AND s.succeeded
    HAVING max(s.at) > since;
    since := coalesce(since, at_ - interval '24 h');
    SELECT count(*) FILTER (WHERE l.account = account_ AND l.address = address_
            AND l.at >= since) AS here,
        max(l.at) FILTER (WHERE l.account = account_ AND l.address = address_
            AND l.at >= since) AS last_here,
        count(*) FILTER (WHERE l.account = account_
            AND l.at > at_ - interval '15 min') AS of_account,
        count(*) FILTER (WHERE l.address = address_
            AND l.at > at_ - interval '15 min') AS of_address
    INTO wrong FROM login_attempts l
    WHERE NOT l.succeeded AND (l.account = account_ OR l.address = address_);
    IF at_ < wrong.last_here + hutong_wait_after(
        wrong.here, greatest(wrong.of_account, wrong.of_address)) THEN RETURN; END IF;
    attempt := gen_random_uuid();
    INSERT INTO login_attempts (id, account, address, at, succeeded, compared)
    VALUES (attempt, account_, address_, at_, false, false);
END $$;
REVOKE ALL ON FUNCTION hutong_try_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_try_password TO hutong_portal;
