"""D18 结案报告: why the case may end (outline 37, 77-79; gate G8)."""

from documents.contexts.base import Context, Part


class Stretch(Part):
    """One stage the case went through."""

    stage: str
    what: str


class PaperLine(Part):
    """One document of the case."""

    title: str
    number: str


class ClosingReportContext(Context):
    """What the report prints. Internal."""

    centre: str
    case_number: str
    child: str
    opened_on: str
    path: tuple[Stretch, ...]
    custody: str
    reason: str
    situation: tuple[str, ...]
    visits: str
    findings: str
    feedback: str
    handed_on: tuple[str, ...]
    papers: tuple[PaperLine, ...]
    written_by: str
