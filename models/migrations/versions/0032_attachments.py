"""What a case rests on lies in it: what is said of a file in one table, its sealed bytes apart."""

import sqlalchemy as sa
from alembic import op

from models.migrations.admit import admit
from models.settings import PORTAL_ROLE, WORKER_ROLE

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = (
    "photo", "scan", "audio", "video", "police-paper", "medical-paper", "court-paper",
    "signed-copy", "service-return", "statement", "identity-paper", "other-material",
)  # fmt: skip
ORIGINALITIES = ("original", "copy", "electronic")
SEEN = "EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id)"
MINE = "by_id = (SELECT hutong_officer())"
FRESH = "compared_by IS NULL AND removed_at IS NULL"
#: What of an attachment people change; the first two help to read it, the rest is set once.
CHANGES = "caption, turned, compared_at, compared_by, removed_at, removed_by, removal_reason"


def upgrade() -> None:
    """Apply."""
    _attachments()
    _bytes()
    for table in ("attachments", "attachment_contents", "attachment_chunks"):
        op.execute(f"REVOKE ALL ON {table} FROM {PORTAL_ROLE}, {WORKER_ROLE}")
        op.execute(f"GRANT SELECT ON {table} TO {PORTAL_ROLE}, {WORKER_ROLE}")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} FOR SELECT TO {WORKER_ROLE} USING (true)")
    op.execute(f"GRANT INSERT ON attachments, attachment_chunks TO {PORTAL_ROLE}")
    op.execute(f"GRANT UPDATE ({CHANGES}) ON attachments TO {PORTAL_ROLE}")
    op.execute(
        f"CREATE POLICY portal_reads ON attachments FOR SELECT TO {PORTAL_ROLE} USING ({SEEN})"
    )
    op.execute(
        f"CREATE POLICY portal_writes ON attachments FOR INSERT TO {PORTAL_ROLE} "
        f"WITH CHECK ({SEEN} AND {MINE} AND {FRESH})"
    )
    op.execute(
        f"CREATE POLICY portal_changes ON attachments FOR UPDATE TO {PORTAL_ROLE} USING ({SEEN})"
    )
    # Bytes are seen with an attachment that stands, of a case that is seen.
    for table, key in (("attachment_contents", "id"), ("attachment_chunks", "content_id")):
        whose = (
            "EXISTS (SELECT 1 FROM attachments a WHERE a.removed_at IS NULL "
            f"AND (a.content_id = {table}.{key} OR a.preview_id = {table}.{key}))"
        )
        op.execute(
            f"CREATE POLICY portal_reads ON {table} FOR SELECT TO {PORTAL_ROLE} USING ({whose})"
        )
        if table == "attachment_chunks":
            op.execute(
                f"CREATE POLICY portal_writes ON {table} FOR INSERT TO {PORTAL_ROLE} "
                f"WITH CHECK ({whose})"
            )
    admit("events", "tag", "ck_events_tag", "attachment:added", "attachment:compared",
          "attachment:removed")  # fmt: skip


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True, comment="The step, or visit, it belongs to"),
        sa.Column("item", sa.Integer(), nullable=True,
                  comment="Number of the evidence item in the step's answer, from 1"),
        sa.Column("person_id", sa.Uuid(), nullable=True, comment="The guardian it is of"),
        sa.Column("of_child", sa.Boolean(), nullable=False, comment="It is of the child"),
        sa.Column("paper_id", sa.Uuid(), nullable=True,
                  comment="The document it is a signed or sealed copy of"),
        sa.Column("content_id", sa.Uuid(), nullable=False,
                  comment="Its bytes; gone where it was removed"),
        sa.Column("preview_id", sa.Uuid(), nullable=True,
                  comment="Pictures made from it, as a ZIP of JPEG; null: none are shown"),
        sa.Column("digest", sa.LargeBinary(), nullable=False,
                  comment="Keyed hash of the bytes' SHA-256 within the centre; stays for ever"),
        sa.Column("digest_key", sa.String(8), nullable=False,
                  comment="Data key of the keyed hash"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="Plain bytes"),
        sa.Column("media", sa.String(100), nullable=False, comment="Its type by content"),
        sa.Column("kind", _words(KINDS, "attachmentkind"), nullable=False),
        sa.Column("originality", _words(ORIGINALITIES, "originality"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True,
                  comment="Shanghai day it was made, as said"),
        sa.Column("told", sa.LargeBinary(), nullable=True,
                  comment="File name, source, purpose, SHA-256, findings as JSON, sealed; "
                  "null: removed"),
        sa.Column("caption", sa.LargeBinary(), nullable=True,
                  comment="What is to be seen on it; sealed"),
        sa.Column("turned", sa.Integer(), nullable=False,
                  comment="Degrees to turn its pictures by"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True,
                  comment="When it was compared with the original"),
        sa.Column("compared_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removal_reason", sa.LargeBinary(), nullable=True,
                  comment="Why it was removed; sealed"),
        sa.CheckConstraint("num_nonnulls(step_id, person_id, paper_id) + of_child::int <= 1",
                           name=op.f("ck_attachments_belongs")),
        sa.CheckConstraint("item IS NULL OR step_id IS NOT NULL",
                           name=op.f("ck_attachments_item")),
        sa.CheckConstraint("turned IN (0, 90, 180, 270)", name=op.f("ck_attachments_turned")),
        sa.CheckConstraint("(compared_at IS NULL) = (compared_by IS NULL)",
                           name=op.f("ck_attachments_compared")),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL) "
                           "AND (removed_at IS NULL) = (removal_reason IS NULL)",
                           name=op.f("ck_attachments_removed")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"],
                                    name=op.f(f"fk_attachments_{column}"))
            for column, table in (
                ("case_id", "cases"), ("step_id", "steps"), ("person_id", "case_persons"),
                ("paper_id", "papers"), ("by_id", "officers"), ("compared_by", "officers"),
                ("removed_by", "officers"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )  # fmt: skip
    for column in ("case_id", "step_id", "content_id", "preview_id"):
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column])


def _words(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, native_enum=False, length=64, create_constraint=True, name=name)


def _bytes() -> None:
    op.create_table(
        "attachment_contents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False,
                  comment="Keyed hash of the bytes' SHA-256 within the centre"),
        sa.Column("digest_key", sa.String(8), nullable=False,
                  comment="Data key of the keyed hash"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="Plain bytes"),
        sa.Column("chunks", sa.Integer(), nullable=False, comment="How many pieces they lie in"),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"],
                                name=op.f("fk_attachment_contents_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_contents")),
        sa.UniqueConstraint("centre_id", "digest",
                            name=op.f("uq_attachment_contents_centre_id_digest")),
    )  # fmt: skip
    op.create_table(
        "attachment_chunks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=False, comment="What it is a piece of"),
        sa.Column("number", sa.Integer(), nullable=False, comment="From 0"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="Sealed"),
        sa.ForeignKeyConstraint(["content_id"], ["attachment_contents.id"],
                                name=op.f("fk_attachment_chunks_content_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_chunks")),
        sa.UniqueConstraint("content_id", "number",
                            name=op.f("uq_attachment_chunks_content_id_number")),
    )  # fmt: skip
    # Sealed bytes do not get smaller: PostgreSQL need not try.
    op.execute("ALTER TABLE attachment_chunks ALTER COLUMN content SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
