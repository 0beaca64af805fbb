"""How a database is made: everything of its structure that a migration can forget on the way."""

import re

from sqlalchemy import Connection, text

_OURS = "relnamespace = 'public'::regnamespace"
#: Kind of thing to the question that gives each as one line of text.
_QUESTIONS = {
    "columns": "SELECT c.relname || '.' || a.attname || ' ' || format_type(atttypid, atttypmod) "
    "|| CASE WHEN attnotnull THEN ' not null' ELSE '' END "
    "|| coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') "
    "|| coalesce(' -- ' || col_description(c.oid, attnum), '') "
    "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped "
    "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = attnum "
    f"WHERE c.relkind IN ('r', 'v', 'p') AND c.{_OURS}",
    "constraints": "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc "
    "WHERE pronamespace = 'public'::regnamespace",
    "triggers": "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c "
    f"ON c.oid = tgrelid WHERE NOT tgisinternal AND c.{_OURS}",
    "row security": "SELECT relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity "
    f"FROM pg_class WHERE relkind = 'r' AND {_OURS}",
    "policies": "SELECT concat_ws(' ', tablename, policyname, permissive, roles, cmd, qual, "
    "'check', with_check) FROM pg_policies WHERE schemaname = 'public'",
    "rights to tables": "SELECT relname || ' ' || grantee::regrole || ' ' || privilege_type "
    f"FROM pg_class, aclexplode(relacl) WHERE {_OURS} AND grantee <> 0",
    "rights to columns": "SELECT c.relname || '.' || attname || ' ' || grantee::regrole || ' ' "
    "|| privilege_type FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid, "
    f"aclexplode(attacl) WHERE c.{_OURS} AND grantee <> 0",
    "rights to functions": "SELECT proname || ' ' || grantee || ' ' || privilege_type FROM pg_proc, "
    "aclexplode(coalesce(proacl, acldefault('f', proowner))) "
    "WHERE pronamespace = 'public'::regnamespace",
    "owners": f"SELECT relname || ' ' || relowner::regrole FROM pg_class WHERE {_OURS} "
    "UNION ALL SELECT proname || ' ' || proowner::regrole FROM pg_proc "
    "WHERE pronamespace = 'public'::regnamespace",
}  # fmt: skip
#: What PostgreSQL prints otherwise once an expression went through a dump.
_PRINTED = re.compile(r"::(text|character varying)(\[\])?|[()]")


def structure(db: Connection) -> dict[str, set[str]]:
    """Everything there is, by kind; expressions without brackets and casts between texts."""
    return {
        kind: {_PRINTED.sub("", told) for told in db.execute(text(asked)).scalars()}
        for kind, asked in _QUESTIONS.items()
    }
