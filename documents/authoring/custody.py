"""D12 延长临时监护审批表, D13 回访记录表, D18 结案报告."""

from documents.authoring.blocks import (
    body,
    cell,
    center,
    counted,
    head,
    heading,
    label,
    lines,
    para,
    row,
    rows_each,
    rows_when,
    signed,
    table,
    value,
)
from documents.authoring.package import Description
from documents.authoring.pieces import INTERNAL, form_head, report_head, section

_FOUR = [19, 31, 19, 31]


def _long(name: str, text: str) -> str:
    return row(label(name), value(text, span=3), whole=False)


def _pair(first: tuple[str, str], second: tuple[str, str]) -> str:
    return row(label(first[0]), value(first[1]), label(second[0]), value(second[1]))


def _opinion(name: str) -> str:
    """A box in which one level of the chain writes its opinion and signs."""
    box = cell(
        para("TableText", ""), para("TableText", ""),
        para("TableSign", "(签名、盖章)        年  月  日"), span=3,
    )  # fmt: skip
    return row(label(name), box)


extension_form = Description(
    "延长临时监护审批表",
    (
        form_head("延长临时监护审批表"),
        table(
            _FOUR,
            _pair(("案件编号", "{{ case_number }}"), ("申请单位", "{{ centre }}")),
            _long("未成年人", "{{ child }}"),
            _pair(("临时监护起始", "{{ began_at }}"), ("已临时监护", "{{ days_used }}")),
            _pair(("六个月节点", "{{ six_months }}"), ("一年节点", "{{ one_year }}")),
            _pair(("拟延长至", "{{ extend_until }}"), ("评估报告编号", "{{ assessment_number }}")),
            _long("延长理由", "{{ reasons }}"),
            _long("累计超过一年的理由", "{{ beyond_one_year }}"),
            _long("个案工作计划", "{{ plan }}"),
            _long("未成年人意见", "{{ child_view }}"),
            _pair(("申请人", "{{ requested_by }}"), ("申请日期", "{{ requested_on }}")),
            _opinion("督导意见"),
            _opinion("主任意见"),
            _opinion("{{ civil_affairs }}意见"),
        ),
        para("Note", "制表日期:{{ issued_on }}。依据:指导纲要第68条(六个月内评估决定);"
                     "《意见》第15条(临时监护一般不超过一年,累计超过一年的须单列理由)。"),
    ),
    header=INTERNAL,
)  # fmt: skip

visit_record = Description(
    "回访记录表",
    (
        form_head("回访记录表"),
        table(
            _FOUR,
            _pair(("案件编号", "{{ case_number }}"), ("回访单位", "{{ centre }}")),
            _pair(("未成年人", "{{ child }}"), ("回访序号", "{{ which }}")),
            _pair(("应访时段", "{{ window }}"), ("实际回访时间", "{{ visited_at }}")),
            _pair(("回访方式", "{{ manner }}"), ("回访地点", "{{ place }}")),
            _pair(("是否见到未成年人本人", "{{ saw_child }}"), ("受访人", "{{ interviewed }}")),
            section("回访内容(指导纲要第77、78、79条)", 4),
            _long("未成年人现状", "{{ situation }}"),
            _long("问题改善是否持续", "{{ improvement }}"),
            _long("是否有新问题", "{{ new_problems }}"),
            _long("康复状况", "{{ recovery }}"),
            _long("监护状况", "{{ guardianship }}"),
            _long("采取的措施", "{{ measures }}"),
            _long("异常及是否重启干预", "{{ abnormal }}"),
            _pair(("下次回访", "{{ next_on }}"), ("回访人", "{{ visited_by }}")),
        ),
        para("Note", "制表日期:{{ issued_on }}"),
        para("SignUnit", "回访人签名:__________  受访人签名:__________"),
    ),
    header=INTERNAL,
)

closing_report = Description(
    "结案报告",
    (
        report_head("结案报告"),
        body("**案件编号:**{{ case_number }}", "**未成年人:**{{ child }}",
             "**立案日期:**{{ opened_on }}"),
        heading("一、办理经过"),
        table(
            [26, 74],
            row(head("阶段"), head("办理情况"), head=True),
            rows_each("stretch", "path", 2,
                      row(center("{{ stretch.stage }}"), value("{{ stretch.what }}"),
                          whole=False)),
            rows_when("not path", 2, row(center("无", span=2))),
        ),
        body("临时监护:{{ custody }}"),
        heading("二、结案事由"),
        body("{{ reason }}"),
        heading("三、未成年人现状"),
        lines("situation"),
        heading("四、回访情况"),
        body("{{ visits }}", "{{ findings }}"),
        heading("五、反馈报告人情况"),
        body("{{ feedback }}"),
        heading("六、后续衔接"),
        counted("handed_on"),
        heading("七、文书清单"),
        table(
            [8, 52, 40],
            row(head("序号"), head("文书"), head("编号"), head=True),
            rows_each("line", "papers", 3,
                      row(center("{{ loop.index }}"), value("{{ line.title }}"),
                          center("{{ line.number }}"))),
            rows_when("not papers", 3, row(center("无", span=3))),
        ),
        body("报告人:{{ written_by }}"),
        signed("{{ centre }}"),
    ),
    header=INTERNAL,
)  # fmt: skip
