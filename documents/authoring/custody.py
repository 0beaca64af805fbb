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
            _pair(("{{ assessed_within }}节点", "{{ assessed_by }}"),
                  ("{{ usual_total }}节点", "{{ total_ends }}")),
            _pair(("本次期限届满日", "{{ current_limit }}"), ("拟延长至", "{{ extend_until }}")),
            _long("延长理由", "{{ reasons }}"),
            _long("现在不能送返、申请撤销或者转长期监护的理由", "{{ alternatives }}"),
            _long("累计超过{{ usual_total }}的理由", "{{ beyond_total }}"),
            _long("评估报告和结论", "{{ assessment }}"),
            _long("个案工作计划", "{{ plan }}"),
            _long("未成年人现状", "{{ child_situation }}"),
            _pair(("申请人", "{{ requested_by }}"), ("申请日期", "{{ requested_on }}")),
            _opinion("督导意见"),
            _opinion("主任意见"),
            _opinion("{{ civil_affairs }}意见"),
        ),
        para("Note", "制表日期:{{ issued_on }}。依据:指导纲要第68条({{ assessed_within }}内评估决定);"
                     "《意见》第15条(临时监护一般不超过{{ usual_total }},累计超过的须单列理由)。"),
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
            _pair(("应访时段", "{{ window }}"), ("回访日期", "{{ visited_on }}")),
            _pair(("回访情况", "{{ outcome }}"), ("回访方式", "{{ manner }}")),
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
             "**立案日期:**{{ opened_on }}", "**结案日期:**{{ concluded_on }}"),
        heading("一、办理经过"),
        lines("summary"),
        body("临时监护:{{ custody }}", "提供过的服务:"),
        counted("services"),
        heading("二、结案事由"),
        body("{{ reason }}"),
        heading("三、未成年人现状"),
        lines("situation"),
        body("监护状况:"),
        lines("guardianship"),
        heading("四、回访情况"),
        body("{{ visits }}", "{{ findings }}"),
        heading("五、反馈报告人情况"),
        body("{{ feedback }}"),
        heading("六、后续衔接"),
        body("未了事项和由谁继续:"),
        lines("outstanding"),
        body("一并结束的并行程序:{{ sides }}", "告知未成年人:{{ child_told }}",
             "以后的联系人和求助渠道:{{ contact_later }}"),
        heading("七、文书清单"),
        table(
            [8, 52, 40],
            row(head("序号"), head("文书"), head("编号"), head=True),
            rows_each("line", "papers", 3,
                      row(center("{{ loop.index }}"), value("{{ line.title }}"),
                          center("{{ line.number }}"))),
            rows_when("not papers", 3, row(center("无", span=3))),
        ),
        heading("八、归档清单"),
        counted("archive"),
        body("报告人:{{ written_by }}"),
        signed("{{ centre }}"),
    ),
    header=INTERNAL,
)  # fmt: skip
