"""A document takes its numbers of days from the case's rule pack, and prints none unconfirmed."""

from dataclasses import replace
from pathlib import Path

import pytest

from deployments.law.pack_files import chosen_pack
from documents.contexts import (
    collection_notice,
    extension_form,
    injunction_application,
    reception_handover,
)
from documents.legal_terms import cn_number, legal_term
from models.law.loading import load_pack
from models.words import Stage
from tests.unit.documents.records import record

INVENTED = chosen_pack(
    str(Path(__file__).parents[2] / "examples" / "packs" / "invented-2027-measures.yaml")
)


@pytest.mark.parametrize(
    ("number", "written"),
    [(3, "三"), (10, "十"), (15, "十五"), (20, "二十"), (36, "三十六"), (180, "180")],
)
def test_numbers_are_written_as_laws_write_them(number: int, written: str) -> None:
    assert cn_number(number) == written


def test_the_notice_gives_the_days_of_the_cases_law() -> None:
    case = record(Stage.RETURN_HOME)

    old = collection_notice.build(case, None)
    new = collection_notice.build(replace(case, law=INVENTED), None)

    assert (old.since, old.term) == ("自本通知送达之日起", "三日内")
    assert new.term == "五日内"
    assert "送达当日不计入" in new.counting


def test_an_unconfirmed_number_is_not_printed_on_the_hand_over() -> None:
    case = record(Stage.CUSTODY)

    old = reception_handover.build(case, None)
    new = reception_handover.build(replace(case, law=INVENTED), None)

    assert "工作日" not in old.statement_due
    assert "三个工作日内" in new.statement_due
    assert "《虚构管理办法》第12条" in new.statement_due


CHANGED = """
pack: national
version: changed-1
title: x
extends: national-2026-11
changes:
  "5B.4": {%s}
"""


def test_a_petition_for_an_injunction_takes_its_hours_and_days_from_the_pack(
    tmp_path: Path,
) -> None:
    case = record(Stage.INJUNCTION)
    said = []
    for change in ("term: {clock: hours_next_full_hour, length: 36, unit: hours}",
                   "confirmed: memory"):  # fmt: skip
        file = tmp_path / "changed.yaml"
        file.write_text(CHANGED % change, "utf-8")
        law = chosen_pack(str(file))
        said.append(injunction_application.build(replace(case, law=law), None).law)

    old = injunction_application.build(case, None).law
    assert "接受申请后四十八小时内作出裁定" in old
    assert "三十日内" in old
    assert "接受申请后三十六小时内作出裁定" in said[0]
    assert "接受申请后及时作出裁定" in said[1]


def test_an_unconfirmed_limit_says_so_on_the_internal_extension_form() -> None:
    made = extension_form.build(record(Stage.EXTENSION), None)

    assert "未核实" in made.total_ends
    assert "未核实" not in made.assessed_by


def test_what_only_the_centre_chose_is_no_legal_term() -> None:
    assert legal_term(load_pack("national"), "5A.1") is None
    assert legal_term(load_pack("national"), "1.7") is None
    assert legal_term(load_pack("national"), "6.1") is not None
