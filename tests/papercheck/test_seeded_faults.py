"""Faults put into finished papers are found where they stand; the papers without them have none."""

import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from documents.check.checking import cases_of, check_case, errors
from documents.check.paper import CheckedPaper
from documents.check.told import Told
from tests.papercheck.conftest import CASES
from tests.papercheck.faults import FAULTS
from tests.papercheck.seeding import Fault, chosen, seed

#: The groups of the issue, each with at least one fault.
GROUPS = {"leftover", "party", "law", "structure", "evidence", "leak", "letter", "date", "page",
          "package"}  # fmt: skip
#: CPU seconds a paper; the promise is 0.1.
MOST_A_PAPER = 0.1


@pytest.fixture(scope="session")
def whole(practice: Path) -> dict[str, list[CheckedPaper]]:
    """The papers of each case, read once."""
    return {name: cases_of([practice / name])[0][0] for name in CASES}


@pytest.mark.parametrize("case", CASES)
def test_papers_of_a_practice_case_have_no_error(whole, measure, case):
    found = check_case(whole[case], measure)

    assert [one.as_json() for one in errors(found)] == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_where_it_stands(practice, whole, measure, tmp_path, fault: Fault):
    source = chosen(practice / fault.case, fault.paper)
    target = tmp_path / source.name
    place = seed(fault, source, target)
    faulty = cases_of([target])[0][0]
    others = [one for one in whole[fault.case] if one.file != source.name]

    found = [one for one in errors(check_case([*faulty, *others], measure))
             if one.file == source.name]  # fmt: skip

    there = [one for one in found if one.rule.startswith(fault.rule)]
    assert there, [(one.rule, one.place.shown, one.words) for one in found]
    if place != "":
        shown = [one.place.shown for one in there]
        beside = isinstance(place, str) and any(str(one).startswith(place) for one in shown)
        assert place in shown or beside, (place, shown)
    assert all(one.sentence.endswith("。") for one in found)


def test_there_are_faults_enough_in_every_group():
    counted = Counter(one.rule.split(".")[0] for one in FAULTS)

    assert sum(counted.values()) >= 120
    assert set(counted) == GROUPS


def test_two_papers_of_one_number_are_found(practice, measure, tmp_path):
    folder = _copied(practice / "return-home", tmp_path)
    first = chosen(folder, "通报函（学校，已领回）")
    shutil.copy(first, folder / first.name.replace("通报函（学校", "通报函（抄件"))

    found = errors(check_case(cases_of([folder])[0][0], measure))

    assert {one.rule for one in found} >= {"package.double-number"}


def test_a_paper_that_the_closing_report_lists_is_missed(practice, measure, tmp_path):
    folder = _copied(practice / "return-home", tmp_path)
    chosen(folder, "家庭监护评估报告").unlink()

    found = errors(check_case(cases_of([folder])[0][0], measure))

    assert {one.rule for one in found} == {"package.missing"}


def test_a_petition_without_its_assessment_is_found(practice, measure, tmp_path):
    folder = _copied(practice / "revocation-civil-affairs", tmp_path)
    for title in ("家庭监护评估报告", "结案报告"):
        chosen(folder, title).unlink()

    found = errors(check_case(cases_of([folder])[0][0], measure))

    assert {one.rule for one in found} == {"package.missing"}


def test_a_missing_letter_of_the_three_is_found(practice, measure, tmp_path):
    folder = _copied(practice / "return-home", tmp_path)
    for title in ("通报函（学校，已领回）", "结案报告"):
        chosen(folder, title).unlink()

    found = errors(check_case(cases_of([folder])[0][0], measure))

    assert [one.rule for one in found] == ["package.missing"]


def test_a_second_copy_of_a_petition_is_found(practice, measure, tmp_path):
    folder = _copied(practice / "transfer-outside", tmp_path)
    petition = chosen(folder, "人身安全保护令申请书")
    shutil.copy(petition, folder / petition.name.replace("_v1", " - 副本"))

    found = errors(check_case(cases_of([folder])[0][0], measure))

    assert {one.rule for one in found} == {"package.versions"}


def test_a_single_paper_is_compared_with_the_record(practice, measure):
    alone = cases_of([chosen(practice / "return-home", "领回通知书")])[0][0]
    record = Told(
        children=frozenset({"小苗"}), health=frozenset({"已对你的家庭监护情况作出书面评估"}),
        reporter_phones=frozenset({"0999-0000000"}),
    )  # fmt: skip

    found = errors(check_case(alone, measure, record))

    assert {one.rule for one in found} == {"party.name", "leak.health", "leak.reporter-phone"}
    assert errors(check_case(alone, measure)) == []


def test_checking_costs_less_than_a_tenth_of_a_second_a_paper(whole, measure):
    papers = [one for case in whole.values() for one in case]
    began = time.process_time()
    for case in whole.values():
        check_case(case, measure)

    assert (time.process_time() - began) / len(papers) < MOST_A_PAPER


def _copied(source: Path, target: Path) -> Path:
    folder = target / "case"
    shutil.copytree(source, folder)
    return folder
