"""Measures, venues and evidence of protection orders and injunctions."""

from models.choice import Choice
from models.forms.base import field
from models.forms.evidence import Listed


class Measure(Choice):
    """What an order may forbid (反家庭暴力法第29条;法释〔2022〕17号第10条)."""

    NO_VIOLENCE = "no_violence", "禁止被申请人实施家庭暴力"
    NO_CONTACT = "no_contact", "禁止被申请人骚扰、跟踪、接触申请人及其相关近亲属"
    MOVE_OUT = "move_out", "责令被申请人迁出申请人住所"
    NO_INSULTS = "no_insults", "禁止以电话、短信、即时通讯等方式侮辱、诽谤、威胁"
    KEEP_AWAY = "keep_away", "禁止在住所、学校、工作单位等经常出入场所的一定范围内活动"
    OTHER = "other", "保护申请人人身安全的其他措施"


class OrderVenue(Choice):
    """Which court is competent for an order (反家庭暴力法第25条)."""

    APPLICANT = "applicant", "申请人居住地"
    RESPONDENT = "respondent", "被申请人居住地"
    VIOLENCE = "violence", "家庭暴力发生地"


class OrderEvidenceKind(Choice):
    """The eleven kinds of evidence (法释〔2022〕17号第6条)."""

    STATEMENT = "statement", "当事人的陈述"
    WARNING = "warning", "告诫书、行政处罚决定书"
    POLICE = "police", "出警记录、讯问笔录、询问笔录、接警记录、报警回执"
    PROMISE = "promise", "悔过书、保证书"
    RECORDING = "recording", "视听资料"
    MESSAGES = "messages", "电话、短信、即时通讯信息、电子邮件"
    MEDICAL = "medical", "医疗机构的诊疗记录"
    HELP = "help", "单位、民政部门、村(居)委会、妇联、未保组织、救助管理机构等的求助记录"
    WITNESS = "witness", "与年龄、智力相适应的未成年子女的证言,亲友、邻居等证人证言"
    EXPERT = "expert", "伤情鉴定意见"
    OTHER = "other", "其他能够证明的证据"


class OrderEvidence(Listed):
    """One item of the evidence list of a protection order."""

    kind: OrderEvidenceKind = field("证据种类", source="法释〔2022〕17号第6条")
