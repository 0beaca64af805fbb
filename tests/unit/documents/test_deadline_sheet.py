"""The receipt of a deadline on paper: everything the model has, safe, valid Word, printable."""

import re
import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from documents import text
from documents.authoring.build import SHEETS
from documents.authoring.package import build
from documents.contexts.deadline_sheet import DeadlineSheetContext
from documents.contexts.deadline_sheet import build as context_of
from documents.deadline_sheet import TEMPLATE, deadline_sheet, sheet_name
from documents.errors import TextNotPrintable
from documents.printable import texts
from documents.template import FOLDER, ready
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import SHANGHAI
from models.law.loading import load_pack
from models.law.sheet import DeadlineStanding, Move, Sheet
from tests.unit.documents.samples import complaints, opened

CENTRE, TODAY = "示例县未成年人救助保护中心", date(2026, 11, 21)
SOFFICE = shutil.which("soffice")


def receipt(rule: str = "5A.2", start: date = date(2026, 9, 29), *moves: str) -> Sheet:
    core = count(load_pack("national").rule(rule), start, Calendar.standard()).receipt()
    standing = DeadlineStanding(
        number="示未保危〔2026〕1号", stage="送返回家", holder="家庭(监护人)、周主任",
        state="running", said="计算中", due_at=core.due,
        provisional=core.provisional, printable=core.printable,
        evidence=("环节“领回通知送达”(2026年9月29日办理,10月1日登记)",),
        moves=tuple(Move("extension", one) for one in moves),
    )  # fmt: skip
    return Sheet(core, standing)


@pytest.mark.parametrize("rule", ["5A.2", "1.7", "3.2", "5C.6", "6.1", "4.1", "5C.10"])
def test_every_value_of_the_receipt_stands_on_the_sheet(rule: str) -> None:
    made = receipt(rule)
    read = text.text(deadline_sheet(made, centre=CENTRE, issued_on=TODAY))

    for _, value in texts(context_of(made, centre=CENTRE)):
        assert value in read


def test_an_hour_is_told_with_its_minutes() -> None:
    start = datetime(2026, 9, 29, 10, 20, tzinfo=SHANGHAI)
    read = text.text(deadline_sheet(receipt("5B.1", start), centre=CENTRE, issued_on=TODAY))

    assert "2026年10月2日\uff08星期五\uff0911时00分届满" in read


def test_the_committed_template_is_what_its_description_makes() -> None:
    assert (FOLDER / TEMPLATE).read_bytes() == build(SHEETS["deadline_sheet"])
    assert ready(TEMPLATE, DeadlineSheetContext).name == TEMPLATE


def test_the_same_receipt_gives_the_same_bytes_and_another_another_digest() -> None:
    made = [deadline_sheet(receipt(), centre=CENTRE, issued_on=TODAY) for _ in range(2)]

    assert made[0] == made[1]
    other = context_of(receipt("5A.2", date(2026, 9, 28)), centre=CENTRE)
    assert context_of(receipt(), centre=CENTRE).digest != other.digest


def test_a_hostile_reason_comes_out_whole_or_not_at_all(tmp_path) -> None:
    hostile = "{{ x }}]]>&<证据一>"
    made = deadline_sheet(receipt("5A.2", date(2026, 9, 29), hostile), centre=CENTRE,
                          issued_on=TODAY)  # fmt: skip
    assert "<证据一>" in text.text(made)
    assert complaints(made, tmp_path) == []
    with pytest.raises(TextNotPrintable):
        deadline_sheet(receipt("5A.2", date(2026, 9, 29), "a\x00"), centre=CENTRE, issued_on=TODAY)


def test_the_page_is_that_of_the_standard() -> None:
    section = opened((FOLDER / TEMPLATE).read_bytes()).sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.left_margin)

    assert [round(side.mm) for side in sides] == [210, 297, 37, 28]


def test_its_file_name_has_case_rule_and_day() -> None:
    assert sheet_name(receipt(), TODAY) == (
        "示未保危〔2026〕1号_期限计算单-5A.2_2026-11-21_v1.docx"
    )


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_it_opens_in_an_office_program_with_every_step(tmp_path) -> None:
    made = receipt("1.7", date(2026, 9, 18))
    (tmp_path / "sheet.docx").write_bytes(deadline_sheet(made, centre=CENTRE, issued_on=TODAY))
    subprocess.run(
        [SOFFICE or "", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "sheet.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pages = PdfReader(BytesIO((tmp_path / "sheet.pdf").read_bytes())).pages
    printed = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    context = context_of(made, centre=CENTRE)

    assert [step for step in context.steps if re.sub(r"\s+", "", step) not in printed] == []
    assert "调休上班" in printed
