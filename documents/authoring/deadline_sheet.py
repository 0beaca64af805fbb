"""期限计算单: the receipt of a deadline as a sheet to be printed; no paper of the procedure."""

from documents.authoring.blocks import (
    center,
    head,
    label,
    lines,
    para,
    row,
    rows_each,
    rows_when,
    table,
    title,
    value,
)
from documents.authoring.package import Description
from documents.authoring.pieces import INTERNAL, section

deadline_sheet = Description(
    "期限计算单",
    (
        title("期限计算单"),
        para("FormNumber", "案号:{{ number }}"),
        table(
            [18, 82],
            row(label("期限事项"), value("{{ heading }}"), whole=False),
            rows_each("fact", "facts", 2,
                      row(label("{{ fact.label }}"), value("{{ fact.value }}"), whole=False)),
        ),
        table(
            [10, 90],
            section("一、怎样算出", 2),
            rows_each("line", "steps", 2,
                      row(center("{{ loop.index }}"), value("{{ line }}"), whole=False)),
        ),
        table(
            [27, 18, 55],
            section("二、不计入、顺延和调休上班的日子", 3),
            row(head("日期"), head("怎样处理"), head("依据的通知或者规定"), head=True),
            rows_each("day", "rest_days", 3,
                      row(center("{{ day.on }}"), center("{{ day.how }}"),
                          value("{{ day.notice }}"))),
            rows_when("not rest_days", 3, row(center("没有", span=3))),
        ),
        table(
            [10, 90],
            section("三、中止、延长、重新起算和重算", 2),
            rows_each("line", "moves", 2,
                      row(center("{{ loop.index }}"), value("{{ line }}"), whole=False)),
            rows_when("not moves", 2, row(center("没有", span=2))),
        ),
        table(
            [10, 90],
            section("四、法源", 2),
            rows_each("line", "sources", 2,
                      row(center("{{ loop.index }}"), value("{{ line }}"), whole=False)),
            rows_when("not sources", 2, row(center("没有", span=2))),
        ),
        lines("notes", "Note"),
        para("Note", "打印单位:{{ centre }}。打印日期:{{ issued_on }}。校验:{{ digest }}。"
                     "本单由案件记录生成,不编文号;期限以案件记录为准。"),
        para("SignUnit", "核对人签名:__________"),
    ),
    header=INTERNAL,
)  # fmt: skip
