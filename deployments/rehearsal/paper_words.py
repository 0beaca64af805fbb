"""What a document says, as who reads it: every line of its newest version."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

from docx import Document
from sqlalchemy import Connection

from deployments.rehearsal.marked import Marked
from deployments.rehearsal.script import Expected
from models.seal import Seal
from models.sealed_places import SealedPlace
from models.store.played import papers
from models.words import Paper


def unsaid(
    db: Connection, seal: Seal, case_id: UUID, expected: Expected
) -> Iterator[tuple[Marked, str]]:
    """Each sentence that was expected of a document and is not there, or is and should not be."""
    if not expected.says and not expected.silent:
        return
    read: dict[Paper, str] = {}
    for row in papers(db, case_id):  # In the order they were made: the newest stays.
        if row.paper in {paper for _, paper, _ in (*expected.says, *expected.silent)}:
            content = seal.open(row.content, SealedPlace.FILE_CONTENT.of(row.version_id))
            read[row.paper] = words_of(content)
    for place, paper, sentence in expected.says:
        if paper not in read:
            yield place, f"没有文书 {paper.value}。"
        elif sentence not in read[paper]:
            yield place, f"文书 {paper.value} 里应当有“{sentence}”,实际没有。"
    for place, paper, sentence in expected.silent:
        if sentence in read.get(paper, ""):
            yield place, f"文书 {paper.value} 里不应当有“{sentence}”。"


def words_of(content: bytes) -> str:
    """All text of a Word file: each paragraph and each row of a table is a line."""
    made = Document(BytesIO(content))
    lines = [one.text for one in made.paragraphs]
    lines += [" ".join(cell.text for cell in row.cells) for one in made.tables for row in one.rows]
    return "\n".join(lines)
