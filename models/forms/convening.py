"""Calling the bodies together, and what each of them says."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.contact import Phone
from models.forms.grounds import Finding
from models.forms.known import Known
from models.forms.moments import day_ends
from models.law.dates import shanghai_date
from models.law.terms import Conclusion
from models.words import Holder


class PartyBody(Choice):
    """Who takes part in a consultation (指导纲要第70条;《意见》第19条)."""

    POLICE = "police", "公安机关"
    VILLAGE = "village", "村(居)民委员会"
    SCHOOL = "school", "学校"
    RELATIVE = "relative", "亲属"
    JUSTICE = "justice", "司法行政部门"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    PROCURATORATE = "procuratorate", "检察机关"
    COURT = "court", "人民法院"
    WOMENS_FEDERATION = "womens_federation", "妇联"
    YOUTH_LEAGUE = "youth_league", "共青团"
    EDUCATION = "education", "教育部门"
    HOSPITAL = "hospital", "医疗机构"
    SOCIAL_WORK = "social_work", "社会工作服务机构"
    OTHER = "other", "其他单位"


#: Without these four a consultation needs a reason (K13).
LEAST = (PartyBody.POLICE, PartyBody.VILLAGE, PartyBody.SCHOOL, PartyBody.RELATIVE)

#: Who has the ball while a body is waited for; ours where no word names the body.
HOLDERS = {
    PartyBody.POLICE: Holder.POLICE,
    PartyBody.VILLAGE: Holder.VILLAGE,
    PartyBody.SCHOOL: Holder.SCHOOL,
    PartyBody.RELATIVE: Holder.RELATIVE,
    PartyBody.JUSTICE: Holder.JUSTICE,
    PartyBody.CIVIL_AFFAIRS: Holder.CIVIL_AFFAIRS,
    PartyBody.PROCURATORATE: Holder.PROCURATORATE,
    PartyBody.COURT: Holder.COURT,
    PartyBody.WOMENS_FEDERATION: Holder.WOMENS_FEDERATION,
    PartyBody.HOSPITAL: Holder.HOSPITAL,
}


class Initiator(Choice):
    """Who asked for the consultation; each of them may (指导纲要第70条)."""

    CENTRE = "centre", "本中心"
    POLICE = "police", "公安机关"
    JUSTICE = "justice", "司法部门"
    VILLAGE = "village", "村(居)民委员会"
    SCHOOL = "school", "学校"
    RELATIVE = "relative", "亲属"


class Material(Choice):
    """What lies on the table (《意见》第19条)."""

    POLICE_STATEMENT = "police_statement", "案件情况说明"
    ASSESSMENT = "assessment", "调查评估报告"
    GUIDANCE = "guidance", "教育辅导情况"
    CHILD_VIEW = "child_view", "未成年人意见"


@dataclass(frozen=True)
class InvitedParty:
    """An invited body under the code by which the procedure knows it, such as `relative-2`."""

    code: str
    body: PartyBody
    name: str
    contact: str | None
    phone: str | None
    brings: str | None

    @property
    def holder(self) -> Holder:
        """Who has the ball while its opinion is awaited; ours where no word names the body."""
        return HOLDERS.get(self.body, Holder.CENTRE)


class Invitation(Part):
    """One body that is asked to come."""

    body: PartyBody = field("参加方", source="指导纲要第70条")
    name: str = field("单位名称或者亲属称谓", max_length=100)
    contact: str | None = field("联系人", optional=True, max_length=50)
    phone: Phone | None = field("电话", optional=True, max_length=40)
    brings: str | None = field(
        "请其准备的材料", optional=True, max_length=200, source="《意见》第19条"
    )


class Convening(Form):
    """When, where, about what and with whom (D5)."""

    title = "召集会商"
    what_now = "定下时间、地点、议题和参加方;至少有公安机关、村(居)委会、学校、亲属。"
    source = "指导纲要第70条;《意见》第19条"

    initiated_by: Initiator = field("启动会商的一方", source="指导纲要第70条")
    meeting_at: datetime = field("会商时间")
    place: str = field("会商地点", known=Known.MEETING_PLACE, max_length=200)
    chair: str = field("主持人", known=Known.MEETING_CHAIR, max_length=50)
    agenda: tuple[str, ...] = field("议题", widget="textarea", hint="每行一项。")
    invited: tuple[Invitation, ...] = field("参加方", known=Known.BODIES, source="指导纲要第70条")
    why_incomplete: str | None = field(
        "四方没有邀请齐全的理由", optional=True, max_length=300,
        hint="公安机关、村(居)委会、学校、亲属缺一方就要写。",
    )  # fmt: skip
    materials: tuple[Material, ...] = field(
        "会前齐备的材料", known=Known.MATERIALS, widget="checkboxes", source="《意见》第19条"
    )
    missing_materials: str | None = field(
        "未齐备材料的原因和催要情况", optional=True, widget="textarea", max_length=500
    )
    reply_by: date = field("请回执的日期")
    contact: str = field("会务联系人", max_length=50)
    contact_phone: Phone = field("联系电话", known=Known.CENTRE_PHONE, max_length=40)

    @rule("invited", "why_incomplete")
    def has_the_least_parties(self) -> str | None:
        """K13: police, village committee, school, relatives; or a reason."""
        there = {one.body for one in self.invited}
        absent = [body.label for body in LEAST if body not in there]
        if absent and not self.why_incomplete:
            return f"没有邀请{'、'.join(absent)};请补上,或者写明没有邀请齐全的理由。"
        return None

    @rule("materials", "missing_materials")
    def says_what_is_missing(self) -> str | None:
        """Opinions 19: four foundations; what is missing is explained."""
        absent = [one.label for one in Material if one not in self.materials]
        if absent and not self.missing_materials:
            return f"还缺{'、'.join(absent)};请写明原因和催要情况。"
        return None

    @property
    def parties(self) -> tuple[InvitedParty, ...]:
        """The invited bodies, each under its own code, in the order written."""
        met: Counter[PartyBody] = Counter()
        parties = []
        for one in self.invited:
            met[one.body] += 1
            number = f"-{met[one.body]}" if met[one.body] > 1 else ""
            code = one.body.value.replace("_", "-") + number
            parties.append(
                InvitedParty(code, one.body, one.name, one.contact, one.phone, one.brings)
            )
        return tuple(parties)

    @property
    def meeting_day_ends_at(self) -> datetime:
        """End of the meeting's day: an opinion given there may be recorded until then."""
        return day_ends(shanghai_date(self.meeting_at))

    def party(self, code: str) -> InvitedParty | None:
        """The invited body with this code."""
        return next((one for one in self.parties if one.code == code), None)


class OpinionManner(Choice):
    """How an opinion reached us."""

    AT_MEETING = "at_meeting", "到会发言"
    WRITTEN = "written", "书面"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频参加"


class PartyOpinion(Form):
    """What one invited body thinks, or that it said nothing."""

    title = "参加方意见"
    what_now = "记下这一方的意见;没有来也没有回复的,写明情况。"
    source = "指导纲要第70条;《意见》第19条"

    gave_opinion: bool = field("已经发表意见", widget="radios", source="《意见》第19条")
    speaker: str | None = field(
        "发表人和职务", known=Known.PARTY_CONTACT, shown_if="gave_opinion=yes", max_length=100
    )
    given_on: date | None = field("日期", shown_if="gave_opinion=yes")
    manner: OpinionManner | None = field("方式", shown_if="gave_opinion=yes")
    opinion: str | None = field(
        "意见", shown_if="gave_opinion=yes", widget="textarea", max_length=3000
    )
    danger_removed: Finding | None = field(
        "认为危险状态已经消除", shown_if="gave_opinion=yes", optional=True,
        source="《意见》第19条",
    )  # fmt: skip
    guardian_capable: Finding | None = field(
        "认为监护人能够正确履行监护职责", shown_if="gave_opinion=yes", optional=True,
        source="《意见》第19条",
    )  # fmt: skip
    supports: Conclusion | None = field("倾向的结论", shown_if="gave_opinion=yes", optional=True)
    can_help_with: str | None = field(
        "能够承担的工作", shown_if="gave_opinion=yes", optional=True, max_length=500
    )
    why_none: str | None = field(
        "没有意见的原因和催请情况", shown_if="gave_opinion=no", widget="textarea", max_length=500
    )
