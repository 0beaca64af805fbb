"""The finished files as LibreOffice shows them; skipped where it is not installed."""

import re
import shutil
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.papers import PAPERS
from documents.printable import texts
from documents.render import render
from models.words import Paper, Stage
from tests.unit.documents.records import record
from tests.unit.documents.samples import DAY, NUMBER

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

FEW = [
    (Paper.REGISTRATION, Stage.RECEIPT, None),
    (Paper.ASSESSMENT_REPORT, Stage.ASSESSMENT, None),
    (Paper.BRIEFING_LETTER, Stage.RETURN_HOME, "notice-school"),
    (Paper.REVOCATION_PETITION, Stage.REVOCATION, None),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The few papers as PDF, converted in one run with a profile of its own and a time limit."""
    folder = tmp_path_factory.mktemp("office")
    contexts = {}
    for paper, stage, about in FEW:
        contexts[paper] = PAPERS[paper].build(record(stage), about)
        file = render(paper, contexts[paper], number=NUMBER, issued_on=DAY)
        (folder / f"{paper}.docx").write_bytes(file)
    assert SOFFICE
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder),
         *(str(folder / f"{paper}.docx") for paper, _, _ in FEW)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {
        paper: (contexts[paper], PdfReader(BytesIO((folder / f"{paper}.pdf").read_bytes())))
        for paper, _, _ in FEW
    }


def squeezed(words: str) -> str:
    """Text without white space, as lines break differently on paper."""
    return re.sub(r"\s+", "", words)


@pytest.mark.parametrize("paper", [paper for paper, _, _ in FEW])
def test_every_value_is_on_the_printed_page(paper, pages):
    context, pdf = pages[paper]
    printed = squeezed("".join(_without_margins(page.extract_text()) for page in pdf.pages))
    missing = [path for path, value in texts(context) if not _stands_in(squeezed(value), printed)]

    assert missing == []


def _stands_in(value: str, printed: str) -> bool:
    """Whole, or in two pieces where a row of a table runs on over the page."""
    return value in printed or any(
        value[:cut] in printed and value[cut:] in printed for cut in range(1, len(value))
    )


def _without_margins(words: str) -> str:
    """A page without its number and its header line, which would stand in the middle of a text."""
    kept = [
        line for line in words.splitlines()
        if not re.fullmatch(r"\s*\u2014\s*\d+\s*\u2014\s*", line)
        and "不得转作他用" not in line and "内部材料" not in line
    ]  # fmt: skip
    return "".join(kept)


def test_the_page_is_a4(pages):
    _, pdf = pages[Paper.REVOCATION_PETITION]

    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]
