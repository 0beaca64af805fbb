"""The table of papers, file names and digests."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from documents.facts import changed, facts_of
from documents.papers import PAPERS, Audience, digest, file_name, full_number
from documents.wording import cn_date
from models.words import PAPER_NUMBERS, Paper, Stage
from tests.unit.documents.records import ISSUED, NAMELESS, record


def test_every_paper_of_the_procedure_is_there():
    assert set(PAPERS) == set(Paper) == set(PAPER_NUMBERS) == {paper for paper, _, _ in ISSUED}


def test_no_two_papers_share_a_number_series():
    assert len({kind.series for kind in PAPERS.values()}) == len(PAPERS)


def test_every_paper_names_its_source_and_title():
    assert all(kind.source and kind.title for kind in PAPERS.values())


def test_a_number_has_six_cornered_brackets_and_no_padding():
    assert full_number("示未保", Paper.REGISTRATION, 2026, 7) == "示未保接登〔2026〕7号"


@pytest.mark.parametrize(
    ("paper", "about", "title"),
    [
        (Paper.ASSESSMENT_REPORT, None, "家庭监护评估报告"),
        (Paper.CONSULTATION_NOTICE, "school", "会商通知\uff08学校\uff09"),
        (Paper.CONSULTATION_NOTICE, "relative-2", "会商通知\uff08亲属2\uff09"),
        (Paper.CONSULTATION_NOTICE, "<x>", "会商通知"),
        (Paper.BRIEFING_LETTER, "notice-police", "通报函\uff08公安机关\uff0c通知领回\uff09"),
        (Paper.VISIT_RECORD, "window-3", "回访记录表\uff08第3次\uff09"),
        (Paper.VISIT_RECORD, "further-1", "回访记录表\uff08延续第1次\uff09"),
    ],
)
def test_a_title_says_whom_it_is_about_and_never_shows_a_code(paper, about, title):
    assert PAPERS[paper].title_for(about) == title


def test_a_file_name_is_case_title_day_version():
    name = file_name("示未保危〔2026〕3号", "领回通知书", date(2026, 11, 5), 2)

    assert name == "示未保危〔2026〕3号_领回通知书_2026-11-05_v2.docx"


@pytest.mark.parametrize("title", ['a<b>:"/\\|?*c', "..", "x\n\0y", "名" * 300, "", "con. "])
def test_a_file_name_is_safe_everywhere(title):
    name = file_name("../案/1", title, date(2026, 11, 5), 1)

    assert not set(name) & set('<>:"/\\|?*\n\0')
    assert len(name.encode()) <= 255
    assert name.split("_")[1]


@pytest.mark.parametrize(("paper", "stage", "about"), ISSUED)
def test_the_same_record_gives_the_same_digest(paper, stage, about):
    build = PAPERS[paper].build

    assert digest(build(record(stage), about)) == digest(build(record(stage), about))


def test_the_digest_changes_with_any_text():
    build = PAPERS[Paper.REGISTRATION].build
    one = build(record(Stage.RECEIPT), None)

    assert digest(one) != digest(one.model_copy(update={"needs": "另一项"}))
    assert len(digest(one)) == 64


def test_a_closing_report_is_not_voided_by_its_own_number():
    build = PAPERS[Paper.CLOSING_REPORT].build
    before = record(Stage.CLOSURE)
    own = (*before.paper_numbers, (Paper.CLOSING_REPORT.value, "示未保结报〔2026〕1号"))

    assert digest(build(before, None)) == digest(
        build(record(Stage.CLOSURE, paper_numbers=own), None)
    )


@pytest.mark.parametrize(("paper", "stage", "about"), ISSUED)
def test_no_document_depends_on_its_own_number(paper, stage, about):
    build = PAPERS[paper].build
    before = record(stage)
    own = (*before.paper_numbers, (paper.value, "示未保某字〔2026〕99号"))
    numbered = digest(build(record(stage, paper_numbers=own), about))

    assert numbered == digest(build(before, about))


def test_a_document_knows_the_answers_it_was_written_from():
    given = record(Stage.RECEIPT)
    PAPERS[Paper.REGISTRATION].build(given, None)

    assert given.read == ["Registration:None:1", "PoliceReport:None:1"]


def test_internal_papers_are_told_from_those_that_leave_the_house():
    inside = {paper for paper, kind in PAPERS.items() if kind.audience is Audience.INTERNAL}

    assert inside == {
        Paper.REGISTRATION, Paper.INVESTIGATION_REPORT, Paper.EXTENSION_FORM, Paper.VISIT_RECORD,
        Paper.WORK_PLAN, Paper.CLOSING_REPORT,
    }  # fmt: skip
    assert cn_date(date(2026, 11, 5)) == "2026年11月5日"


@pytest.mark.parametrize(("paper", "stage", "about"), ISSUED)
def test_the_facts_of_a_document_hold_until_one_of_them_changes(paper, stage, about):
    given = record(stage)
    PAPERS[paper].build(given, about)
    facts = facts_of(given)
    read = [one for one in given.answers if one.step_id in given.read]

    assert not changed(facts, record(stage, now=given.now + timedelta(days=9)))
    assert changed(facts, record(stage, centre=replace(given.centre, head="另一位主任")))
    assert changed(facts, record(stage, child=NAMELESS))
    for one in read:
        anew = [replace(it, step_id=f"{it.step_id}-2") if it is one else it for it in given.answers]
        assert changed(facts, replace(given, answers=tuple(anew), read=[], asked=[])), one.step_id


@pytest.mark.parametrize(("paper", "stage", "about"), ISSUED)
def test_what_changes_a_document_changes_its_facts(paper, stage, about):
    """Whatever of the record a context shows, it asked for in a way that can be asked again."""
    given = record(stage)
    build = PAPERS[paper].build
    shown = digest(build(given, about))
    facts = facts_of(given)
    clocks = tuple(replace(one, due_at=one.due_at + timedelta(days=9)) for one in given.clocks)
    numbers = tuple((kind, f"另{number}") for kind, number in given.paper_numbers)
    earlier = given.now - timedelta(days=99)
    for then in (
        replace(given, read=[], asked=[], clocks=clocks),
        replace(given, read=[], asked=[], paper_numbers=numbers),
        replace(given, read=[], asked=[], custodies=((earlier, None),)),
        replace(given, read=[], asked=[], custody_began_at=earlier),
    ):
        if digest(build(then, about)) != shown:
            assert changed(facts, then)
