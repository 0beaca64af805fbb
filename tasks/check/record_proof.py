"""The record proves itself: every row of a case is what its imprints made of it, and by whom.

What does not agree is named by its case, its table, its row and its columns; no value is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from sqlalchemy import Connection

from models.store import imprints, told
from models.store.imprints import Imprint, StandingRow
from tasks.check.rebuilding import Difference, differences, rebuilt

#: What a table is called where somebody is told of one of its rows.
TABLES: Mapping[str, str] = {
    "cases": "案件",
    "children": "未成年人",
    "case_persons": "监护人",
    "case_team": "办案小组",
    "case_voidings": "误立案登记",
    "attachments": "附件",
    "law_moves": "规则包变更",
    "stages": "阶段",
    "steps": "环节",
    "corrections": "更正",
    "papers": "文书",
    "paper_versions": "文书版本",
    "signatures": "签署",
    "custodies": "临时监护",
    "deadlines": "期限",
    "deadline_changes": "期限变动",
    "deadline_suspensions": "中止登记",
    "cards": "黄牌红牌",
    "supervision_orders": "督办",
    "order_entries": "督办记录",
    "chasers": "催办",
}
#: Cases read whole to say what differs in them; of more it is said that they differ.
_READ_WHOLE = 50


def otherwise(db: Connection) -> list[str]:
    """Rows that are not what their imprints say; each with its case and its columns."""
    found = imprints.differing(db)
    chains = list(dict.fromkeys(one.chain for one in found))
    numbers = imprints.numbers(db, chains)
    named: list[str] = []
    for chain in chains[:_READ_WHOLE]:
        named += told_of(
            numbers.get(chain, str(chain)),
            compared(imprints.of_chains(db, [chain]), imprints.standing(db, [chain])),
        )
    named += [
        f"案件 {numbers.get(one.chain, one.chain)} {TABLES.get(one.of_table, one.of_table)} "
        f"{one.row_id}"
        for one in found
        if one.chain in chains[_READ_WHOLE:]
    ]
    return named


def compared(left: list[Imprint], standing: Iterable[StandingRow]) -> list[Difference]:
    """Build the rows of one chain again and compare them with those that stand."""
    return list(differences(rebuilt(left), standing, left))


def told_of(number: str, found: Iterable[Difference]) -> Iterator[str]:
    """One sentence a row: which case, what, where."""
    for one in found:
        what = f"案件 {number} {TABLES.get(one.of_table, one.of_table)} {one.row_id}"
        if one.is_gone:
            yield f"{what}:按第 {one.seq} 号留痕应当存在,现已不在"
        elif one.columns:
            yield f"{what}:{'、'.join(one.columns)} 与第 {one.seq} 号留痕不符"
        else:
            yield f"{what}:没有留痕"


def broken(db: Connection) -> list[str]:
    """Chains of imprints that were altered, each with the first imprint that is not as written."""
    found = imprints.broken_chains(db)
    numbers = _numbers(db, [one.id for one in found])
    return [f"案件 {numbers[one.id]} 第 {one.seq} 号留痕" for one in found]


def by_strangers(db: Connection) -> list[str]:
    """Changes that neither the portal nor the worker made."""
    found = imprints.strangers(db)
    numbers = _numbers(db, [one.chain for one in found])
    return [
        f"案件 {numbers[one.chain]} {TABLES.get(one.of_table, one.of_table)} {one.row_id}:"
        f"第 {one.seq} 号留痕"
        for one in found
    ]


def untold(db: Connection) -> list[str]:
    """Rows that stand without the event that tells of them: by whom, when, with which hash."""
    return [
        f"案件 {one.number} {TABLES[one.of_table]} {one.row_id}:没有相符的事件"
        for one in told.untold(db)
    ]


def _numbers(db: Connection, chains: list[UUID]) -> dict[UUID, str]:
    known = imprints.numbers(db, chains)
    return {chain: known.get(chain, str(chain)) for chain in chains}
