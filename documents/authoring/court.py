"""D10 人身安全保护令申请书, D10b 诉前行为保全申请书, D11 撤销监护人资格申请书, D14 调查意见."""

from documents.authoring.blocks import (
    body,
    center,
    counted,
    each,
    head,
    heading,
    lines,
    para,
    row,
    rows_each,
    rows_when,
    signed,
    subheading,
    table,
    title,
    value,
    when,
)
from documents.authoring.package import Description
from documents.authoring.pieces import evidence_table


def _court_head(name: str) -> str:
    """A title and no number: papers of a party to a court have none of the office's."""
    return title(name)


def _to_court(who: str) -> str:
    """此致, the court, who signs, place for the seal, date."""
    return (
        para("Closing", "此致")
        + para("Court", "{{ court }}")
        + signed(f"{who}:{{{{ signed_by }}}}", "(盖章)")
    )


protection_application = Description(
    "人身安全保护令申请书",
    (
        _court_head("人身安全保护令申请书"),
        para("Party", "**申请人:**{{ applicant }}"),
        para("Party", "**代为申请人:**{{ applicant_agent }}"),
        lines("agent_standing", "Party"),
        when("protected", para("Party", "{{ protected }}")),
        each("respondent", "respondents", para("Party", "**被申请人:**{{ respondent }}")),
        heading("申请类型"),
        body("{{ kind }}"),
        heading("请求事项"),
        counted("requests"),
        heading("是否情况紧急"),
        body("{{ urgency }}"),
        heading("事实和理由"),
        lines("facts"),
        body("{{ jurisdiction }}"),
        body("综上,申请人遭受家庭暴力或者面临家庭暴力的现实危险。根据反家庭暴力法第二十三条、"
             "第二十六条、第二十七条、第二十八条、第二十九条、第三十条的规定,特申请贵院作出"
             "人身安全保护令。"),
        _to_court("代为申请人"),
        para("Attachment", "附:1.本申请书副本{{ copies }}份;2.证据目录及证据材料。"),
        para("ListTitle", "证据目录"),
        evidence_table(kind=22),
    ),
)  # fmt: skip

injunction_application = Description(
    "诉前行为保全申请书",
    (
        _court_head("{{ kind }}申请书"),
        para("Party", "**申请人:**{{ applicant }}"),
        when("representative", para("Party", "{{ representative }}")),
        para("Party", "**申请人资格:**{{ capacity }}"),
        each("respondent", "respondents", para("Party", "**被申请人:**{{ respondent }}")),
        para("Party", "**未成年人:**{{ child }}"),
        heading("请求事项"),
        counted("requests"),
        heading("事实和理由"),
        lines("facts"),
        subheading("情况紧急、不立即采取保全措施将造成难以弥补的损害的理由"),
        lines("urgency"),
        subheading("担保"),
        lines("security"),
        subheading("诉讼"),
        body("{{ suit }}"),
        subheading("管辖"),
        body("{{ jurisdiction }}"),
        body("{{ law }}"),
        _to_court("申请人"),
        para("Attachment", "附:1.本申请书副本{{ copies }}份;2.证据目录及证据材料。"),
        para("ListTitle", "证据目录"),
        evidence_table(),
    ),
)  # fmt: skip

revocation_petition = Description(
    "撤销监护人资格申请书",
    (
        _court_head("撤销监护人资格申请书"),
        para("Party", "**申请人:**{{ applicant }}"),
        when("representative", para("Party", "{{ representative }}")),
        para("Party", "**申请人资格:**{{ capacity }}"),
        each("agent", "agents", para("Party", "**委托诉讼代理人:**{{ agent }}")),
        each("respondent", "respondents", para("Party", "**被申请人:**{{ respondent }}")),
        para("Party", "**被监护人:**{{ child }}"),
        heading("请求事项"),
        counted("claims"),
        heading("事实和理由"),
        subheading("(一)基本事实"),
        lines("summary"),
        subheading("(二)各被申请人对应的法定情形、事实和证据"),
        each("ground", "grounds",
             para("BodyText", "**被申请人{{ ground.respondent }}:**{{ ground.law }}"),
             each("line", "ground.facts", body("{{ line }}")),
             body("以上事实有下列证据证明:{{ ground.evidence }}")),
        subheading("(三)教育辅导、批评教育和监护人悔过情况"),
        lines("education"),
        subheading("(四)临时监护和照料经过"),
        lines("custody"),
        subheading("(五)其他依法具有监护资格的人"),
        table(
            [18, 17, 49, 16],
            row(head("姓名(名称)"), head("关系"), head("排除或者提议的理由"),
                head("证据"), head=True),
            rows_each("other", "excluded", 4,
                      row(center("{{ other.name }}"), center("{{ other.relation }}"),
                          value("{{ other.reason }}"), center("{{ other.evidence }}"),
                          whole=False)),
            rows_when("not excluded", 4, row(center("无", span=4))),
        ),
        when("no_others", body("{{ no_others }}")),
        subheading("(六)请求指定的监护人"),
        lines("proposed"),
        subheading("(七)未成年人意愿"),
        lines("wishes"),
        subheading("(八)管辖"),
        body("{{ jurisdiction }}"),
        lines("closing"),
        _to_court("申请人"),
        para("Attachment", "附:"),
        counted("attachments", "Attachment"),
        para("ListTitle", "证据目录"),
        evidence_table(),
    ),
)  # fmt: skip

restoration_opinion = Description(
    "恢复监护人资格调查意见",
    (
        title("关于恢复监护人资格申请的调查意见"),
        para("DocNumber", "{{ number }}"),
        para("Addressee", "{{ court }}:"),
        body("{{ commission }}", "委托调查的事项:"),
        counted("questions"),
        heading("一、当事人"),
        body("**申请人:**{{ applicant }}", "**未成年人:**{{ child }}"),
        heading("二、撤销和申请情况"),
        body("{{ revoked }}", "申请日期:{{ applied_on }}", "{{ in_time }}"),
        heading("三、不得恢复、一般不得恢复情形的逐项核对"),
        table(
            [50, 18, 32],
            row(head("情形"), head("是否存在"), head("依据"), head=True),
            rows_each("item", "exclusions", 3,
                      row(value("{{ item.text }}"), center("{{ item.answer }}"),
                          value("{{ item.basis }}"), whole=False)),
        ),
        heading("四、调查评估情况"),
        table(
            [20, 52, 28],
            row(head("事项"), head("调查情况"), head("依据"), head=True),
            rows_each("finding", "findings", 3,
                      row(center("{{ finding.title }}"), value("{{ finding.text }}"),
                          value("{{ finding.basis }}"), whole=False)),
        ),
        heading("五、现任监护人意见"),
        lines("present_guardian"),
        heading("六、未成年人意见"),
        lines("child_view"),
        heading("七、调查意见"),
        body("{{ opinion }}"),
        lines("reasons"),
        heading("八、证据目录"),
        evidence_table(),
        body("调查人:{{ written_by }}"),
        signed("{{ centre }}"),
    ),
)  # fmt: skip
