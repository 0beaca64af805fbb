"""Terms the law itself uses and people choose from: grounds, conclusions, results.

Each member carries the words of the source, shortened and without its numbers. Those are the
pack's: what quotes an item to a person takes it from there (`documents.legal_terms.in_full`).
"""

from models.choice import Choice


class Ground35(Choice):
    """The seven situations of art. 35 of the opinions (法发〔2014〕24号第35条)."""

    ABUSE = "35.1", "(一)性侵害、出卖、遗弃、虐待、暴力伤害,严重损害身心健康"
    UNATTENDED = "35.2", "(二)置于无人监管和照看的状态,面临死亡或者严重伤害危险,经教育不改"
    REFUSAL = "35.3", "(三)长期拒不履行监护职责,流离失所或者生活无着"
    ADDICTION = "35.4", "(四)吸毒、赌博、长期酗酒等无法正确履行监护职责或服刑等,且拒绝委托他人"
    BEGGING = "35.5", "(五)胁迫、诱骗、利用乞讨,经公安机关和救助保护机构等多次批评教育拒不改正"
    CRIME = "35.6", "(六)教唆、利用实施违法犯罪行为,情节恶劣"
    OTHER = "35.7", "(七)其他严重侵害合法权益的行为"


class Ground36(Choice):
    """The three grounds of art. 36 of the Civil Code (民法典第36条)."""

    HARM = "36.1", "(一)实施严重损害被监护人身心健康的行为"
    NEGLECT = "36.2", "(二)怠于履行监护职责,或者无法履行且拒绝委托,导致危困状态"
    OTHER = "36.3", "(三)实施严重侵害被监护人合法权益的其他行为"


class Doubt40(Choice):
    """In which cases guardianship is generally not restored (《意见》第40条第2款)."""

    SEXUAL_OR_SALE = "40.1", "性侵害、出卖未成年人"
    LONG_ABUSE = "40.2", "虐待、遗弃六个月以上、多次遗弃,并造成重伤以上严重后果"
    #: From memory.
    FIVE_YEARS = "40.3", "因监护侵害被判处五年以上有期徒刑"


class Custody92(Choice):
    """The seven cases of temporary guardianship (未成年人保护法第92条)."""

    NO_GUARDIAN_FOUND = "92.1", "(一)流浪乞讨或者身份不明,暂时查找不到父母或者其他监护人"
    GUARDIAN_MISSING = "92.2", "(二)监护人下落不明且无其他人可以担任监护人"
    GUARDIAN_HINDERED = "92.3", "(三)监护人因自身客观原因或者突发事件不能履行,导致监护缺失"
    GUARDIAN_REFUSES = "92.4", "(四)监护人拒绝或者怠于履行,导致处于无人照料的状态"
    USED_FOR_CRIME = "92.5", "(五)监护人教唆、利用实施违法犯罪行为,需要带离安置"
    HARMED = "92.6", "(六)遭受监护人严重伤害或者面临人身安全威胁,需要紧急安置"
    OTHER = "92.7", "(七)法律规定的其他情形"


class LongTerm94(Choice):
    """The five cases of long-term guardianship by civil affairs (未成年人保护法第94条)."""

    NOBODY_FOUND = "94.1", "(一)查找不到未成年人的父母或者其他监护人"
    GUARDIAN_DEAD = "94.2", "(二)监护人死亡或者被宣告死亡且无其他人可以担任监护人"
    GUARDIAN_INCAPABLE = "94.3", "(三)监护人丧失监护能力且无其他人可以担任监护人"
    JUDGED = "94.4", "(四)人民法院判决撤销监护人资格并指定由民政部门担任监护人"
    OTHER = "94.5", "(五)法律规定的其他情形"


class Recommendation(Choice):
    """What an assessment proposes (指导纲要第56、68条)."""

    CONSULT = "consult", "提请多方会商"
    SUPPORT_AT_HOME = "support_at_home", "留在家庭,提供支持并定期评估"


class Conclusion(Choice):
    """What a consultation concludes (指导纲要第71、72条;《意见》第19条;未成年人保护法第94条)."""

    RETURN = "return", "危险状态已消除且监护人能够正确履行监护职责,通知领回"
    RELATIVES = "relatives", "交由其他监护人、亲属、朋友照料"
    EXTEND = "extend", "延长临时监护"
    PETITION = "petition", "属于第35条规定情形,申请撤销监护人资格"
    LONG_TERM = "long_term", "转民政部门长期监护"
    MORE_INVESTIGATION = "more_investigation", "事实不清,退回补充调查"
    MORE_ASSESSMENT = "more_assessment", "评估不足,退回补充评估"


class JudgmentResult(Choice):
    """What the court decided on a petition (民法典第36条)."""

    REVOKED = "revoked", "撤销监护人资格"
    REFUSED = "refused", "驳回申请"
    WITHDRAWN = "withdrawn", "准许撤回申请"


class FollowUpBasis(Choice):
    """Why follow-up is owed, which fixes its windows (指导纲要第78–81条)."""

    RETURNED = "returned", "被监护人领回"
    REVOKED = "revoked", "监护人资格被撤销"
    RELATIVES = "relatives", "由亲友照料(参照领回)"
    PREVENTIVE_TWICE = "preventive_twice", "独居留守流动残疾、流浪倾向、家庭困境"
    PREVENTIVE_ONCE = "preventive_once", "失学辍学及其他成长受阻"

    @property
    def is_preventive(self) -> bool:
        """Whether nothing has happened, and visits are to keep it so (指导纲要第80条)."""
        return self in (FollowUpBasis.PREVENTIVE_TWICE, FollowUpBasis.PREVENTIVE_ONCE)


class VisitFrequency(Choice):
    """How often visits go on after an assessment (指导纲要第81条)."""

    TWICE_MONTHLY = "twice_monthly", "每月两次"
    MONTHLY = "monthly", "每月一次"
    QUARTERLY = "quarterly", "每季度一次"
    HALF_YEARLY = "half_yearly", "每半年一次"


class PreventiveGroup(Choice):
    """Who is visited to prevent harm, and how often (指导纲要第80条)."""

    SPECIAL = "80.1", "(一)独居、留守、流动、残疾等自身特殊困难"
    WANDERING = "80.2", "(二)有过流浪行为或者严重流浪倾向"
    HARDSHIP = "80.3", "(三)贫困、单亲、父母重病重残、服刑等家庭困境"
    OUT_OF_SCHOOL = "80.4", "(四)失学辍学及其他成长受到阻碍"
