-- The seal on who speaks: of this connection, this transaction and this installation. The key lies in
-- a table that no working role reads, so nobody makes one but the functions that prove it first.
CREATE OR REPLACE FUNCTION hutong_mac(said text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public AS $$
BEGIN
    RETURN (SELECT encode(sha256(i.key || sha256(i.key || convert_to(concat_ws('|', said,
        pg_backend_pid(), extract(epoch FROM transaction_timestamp())), 'UTF8'))), 'hex')
        FROM installation i);
END $$;
REVOKE ALL ON FUNCTION hutong_mac FROM PUBLIC;
