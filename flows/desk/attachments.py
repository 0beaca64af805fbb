"""Files that a case rests on: attached, described, compared, removed; each one transaction."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from flows.desk.one_transaction import OneTransaction, beside
from models.store.acting import Actor
from tasks.acts import attaching
from tasks.acts.attaching import HandedIn, Said


class Attachments(OneTransaction):
    """The part of the desk that keeps files; `flows.desk.desk.Desk` is the whole."""

    def attach(
        self, actor: Actor, case_id: UUID, attachment_id: UUID, file: HandedIn, said: Said
    ) -> UUID:
        """Attach a file to a case; see `tasks.acts.attaching.attach` for what it refuses."""
        return self._do(
            actor, beside(lambda act: attaching.attach(act, case_id, attachment_id, file, said))
        )

    def attach_all(
        self, actor: Actor, case_id: UUID, files: Sequence[HandedIn], said: Said
    ) -> list[UUID]:
        """Attach several files of which the same is said, all or none; their ids."""
        ids = [uuid4() for _ in files]
        return self._do(
            actor,
            beside(
                lambda act: [
                    attaching.attach(act, case_id, one, file, said)
                    for one, file in zip(ids, files, strict=True)
                ]
            ),
        )

    def describe_attachment(
        self, actor: Actor, attachment_id: UUID, *, caption: str, turned: int
    ) -> UUID:
        """Say what is to be seen on an attachment, and turn its pictures; the case."""
        return self._do(
            actor,
            beside(
                lambda act: attaching.describe(act, attachment_id, caption=caption, turned=turned)
            ),
        )

    def compare_attachment(self, actor: Actor, attachment_id: UUID) -> UUID:
        """Write down that the officer compared it with the original; the case."""
        return self._do(actor, beside(lambda act: attaching.compare(act, attachment_id)))

    def remove_attachment(self, actor: Actor, attachment_id: UUID, *, reason: str) -> UUID:
        """Remove an attachment with a reason; its bytes are gone, its trace stays; the case."""
        return self._do(
            actor, beside(lambda act: attaching.remove(act, attachment_id, reason=reason))
        )
