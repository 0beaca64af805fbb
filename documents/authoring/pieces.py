"""Pieces several templates share: head of a letter, evidence list, contact line, people's tables."""

from documents.authoring.blocks import (
    WIDTH,
    body,
    cell,
    center,
    head,
    label,
    para,
    row,
    rows_each,
    rows_when,
    table,
    title,
    value,
)

INTERNAL = "内部材料 注意保密"
PROTECTED = "涉及未成年人个人信息,不得泄露、不得转作他用"


def letter_head(centre: str, name: str) -> str:
    """Red letterhead with the number over the red line, then the title."""
    return para("Letterhead", centre) + para("DocNumberRed", "{{ number }}") + title(name)


def report_head(name: str) -> str:
    """Title and number of an internal report."""
    return title(name) + para("DocNumber", "{{ number }}")


def form_head(name: str) -> str:
    """Title and number of a form."""
    return title(name) + para("FormNumber", "编号:{{ number }}")


def contact() -> str:
    """Who can be asked."""
    return body("联系人:{{ contact }};联系电话:{{ phone }}。")


def evidence_table(over: str = "evidence", *, kind: int = 11) -> str:
    """The evidence list (序号、名称、种类、来源、证明目的、原件、页数); `kind` is a width."""
    return table(
        [6, 17, kind, 18, 36 - kind, 15, 8],
        row(*(head(t) for t in ("序号", "证据名称", "种类", "来源", "证明目的", "原件情况", "页数")),
            head=True),
        rows_each(
            "item", over, 7,
            row(center("{{ item.number }}"), value("{{ item.name }}"), center("{{ item.kind }}"),
                value("{{ item.source }}"), value("{{ item.proves }}"),
                center("{{ item.copy_kind }}"), center("{{ item.pages }}"), whole=False),
        ),
        rows_when(f"not {over}", 7, row(center("无", span=7))),
    )  # fmt: skip


def guardian_rows() -> str:
    """The guardians of an internal form, four columns; `无` when none is known."""
    return rows_each(
        "guardian", "guardians", 4,
        row(label("监护人姓名"), value("{{ guardian.name }}"),
            label("与未成年人关系"), value("{{ guardian.relation }}")),
        row(label("性别"), value("{{ guardian.sex }}"),
            label("出生日期"), value("{{ guardian.birth }}")),
        row(label("证件号码"), value("{{ guardian.id_number }}"),
            label("联系电话"), value("{{ guardian.phone }}")),
        row(label("住址"), value("{{ guardian.address }}"),
            label("职业、单位"), value("{{ guardian.work }}")),
        row(label("是否涉嫌侵害"), value("{{ guardian.suspected }}"),
            label("可否联系"), value("{{ guardian.contact }}")),
    ) + rows_when("not guardians", 4, row(label("监护人"), value("未查明", span=3)))  # fmt: skip


def section(text: str, columns: int) -> str:
    """A row that heads a part of a form."""
    return row(cell(para("TableHead", text), span=columns))


def signatures(*pairs: tuple[str, str]) -> str:
    """Two parties side by side, each with room to sign or seal; never torn over pages."""
    heads = "".join(head(name) for name, _ in pairs)
    boxes = "".join(
        cell(
            para("TableText", text),
            para("TableText", ""),
            para("TableSign", "(签名、盖章)"),
            para("TableSign", "    年  月  日"),
        )
        for _, text in pairs
    )
    return table([WIDTH // len(pairs)] * len(pairs), row(heads), row(boxes))
