"""The forms of a child that is missing 走失和擅自离开."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.child_view import ChildView
from models.forms.contact import Phone
from models.forms.identity import IdNumber, what_is_wrong
from models.forms.moments import present
from models.law.dates import end_of_day


class WentHow(Choice):
    """How a child came to be missing."""

    RAN_AWAY = "ran_away", "擅自离开"
    LOST = "lost", "走失"
    TAKEN = "taken", "被人带走"
    UNKNOWN = "unknown", "原因不明"


class MissingRecord(Form):
    """That a child is missing: since when, from where, how, and when the search is looked at next."""

    title = "走失登记"
    what_now = "登记离开的时间、地点和经过,立即开始查找;临时监护不因走失终止。"
    source = "未成年人保护法第11条"

    is_missing: bool = field("未成年人下落不明", widget="radios")
    why_not: str | None = field(
        "不需要办理的理由", shown_if="is_missing=no", widget="textarea", max_length=500
    )
    missing_since: datetime | None = field("最后一次见到的时间", shown_if="is_missing=yes")
    noticed_at: datetime = field("本中心知道的时间")
    from_where: str | None = field("从哪里离开", shown_if="is_missing=yes", max_length=200)
    how: WentHow | None = field("离开的情形", shown_if="is_missing=yes")
    last_seen_by: str | None = field("最后见到的人", shown_if="is_missing=yes", max_length=100)
    looks: str | None = field(
        "体貌和衣着", shown_if="is_missing=yes", widget="textarea", max_length=500
    )
    dangers: str | None = field(
        "可能的危险", shown_if="is_missing=yes", widget="textarea", max_length=500,
        hint="年龄、疾病、用药、可能找去的人、侵害人。",
    )  # fmt: skip
    searched: str | None = field(
        "已经查找的地方", shown_if="is_missing=yes", widget="textarea", max_length=1000
    )
    next_on: date | None = field("下次核对查找情况的日期", shown_if="is_missing=yes")

    @rule("noticed_at", "missing_since")
    def is_known_after(self) -> str | None:
        """Nobody is missed before being seen for the last time."""
        if self.missing_since and self.noticed_at < self.missing_since:
            return "知道的时间不能早于最后一次见到的时间。"
        return None

    @property
    def looked_at_by(self) -> datetime:
        """Until when the search is looked at first.

        Raises:
            BrokenInvariant: The child is not missing.
        """
        return end_of_day(present(self.next_on))


class MissingReported(Form):
    """Whom the centre told that a child is missing."""

    title = "走失报告"
    what_now = "立即报警,报告上级民政部门,通知监护人和照料人。"
    source = "未成年人保护法第11条;强制报告意见"

    police_told_at: datetime = field("报警时间", source="未成年人保护法第11条")
    station: str = field("接警单位和民警", max_length=100)
    receipt_number: str | None = field("接警回执编号", optional=True, max_length=60)
    superior_told_at: datetime = field("报告上级民政部门的时间")
    superior: str = field("上级单位和经办人", max_length=100)
    family_told: str = field(
        "通知监护人、照料人的情况", widget="textarea", max_length=500,
        hint="不能联系的监护人写明不通知的理由。",
    )  # fmt: skip
    search_plan: str = field("查找分工", widget="textarea", max_length=1000)


class SearchState(Choice):
    """What a search has come to."""

    NOT_FOUND = "not_found", "仍未找到"
    IN_HOSPITAL = "in_hospital", "已找到,正在医疗机构救治"
    FOUND = "found", "已找到"
    DEAD = "dead", "已找到,未成年人死亡"


class SearchRecord(Form):
    """What the search has come to so far; not found is looked at again on a day."""

    title = "查找情况"
    what_now = "登记查找的经过和结果;没有找到的,定下次核对的日期,继续查找。"
    source = "未成年人保护法第11条"

    state: SearchState = field("查找结果", widget="radios")
    searched: str = field("查找的经过", widget="textarea", max_length=2000)
    police_said: str | None = field(
        "公安机关的答复", optional=True, widget="textarea", max_length=500
    )
    found_at: datetime | None = field("找到的时间", shown_if="state=in_hospital|found|dead")
    found_where: str | None = field(
        "找到的地点", shown_if="state=in_hospital|found|dead", max_length=200
    )
    hospital: str | None = field("医疗机构", shown_if="state=in_hospital", max_length=100)
    next_on: date | None = field("下次核对的日期", shown_if="state=not_found|in_hospital")

    @property
    def is_over(self) -> bool:
        """Whether the child can be brought back."""
        return self.state is SearchState.FOUND

    @property
    def child_died(self) -> bool:
        """Whether the child was found dead."""
        return self.state is SearchState.DEAD

    @property
    def looked_at_by(self) -> datetime:
        """Until when the search is looked at again.

        Raises:
            BrokenInvariant: It is over.
        """
        return end_of_day(present(self.next_on))


class BackTo(Choice):
    """Where a child that was found goes."""

    CENTRE = "centre", "回到中心"
    CARER = "carer", "回到离开以前监护或者照料的人"


class BroughtBack(Form):
    """A child that was found is back, handed over in writing."""

    title = "找回交接"
    what_now = "书面交接,双方签字;听取本人的说法,弄清离开的原因,怀疑侵害的立即处置。"
    source = "《意见》第11条;未成年人保护法第4、11条"

    back_at: datetime = field("交接时间")
    to: BackTo = field("交还给谁", widget="radios")
    handed_by: str = field("由谁送回", max_length=100)
    taker_name: str = field("接收人姓名", max_length=50)
    taker_relation: str = field("与未成年人的关系或者所在单位", max_length=100)
    taker_id_number: IdNumber | None = field("接收人证件号码", optional=True, max_length=40)
    taker_phone: Phone = field("接收人电话", max_length=40)
    health: str = field("健康状况", widget="textarea", max_length=1000)
    child_view: ChildView = field("未成年人的说法和意见", source="未成年人保护法第4条")
    why_left: str = field("离开的原因", widget="textarea", max_length=1000)
    measures: str = field("防止再次发生的措施", widget="textarea", max_length=1000)
    signed_by_both: bool = field("双方已在交接单上签字", source="《意见》第11条")

    @rule("taker_id_number")
    def number_is_right(self) -> str | None:
        """What is or looks like a mainland number is checked digit by digit."""
        return what_is_wrong(self.taker_id_number) if self.taker_id_number else None

    @rule("signed_by_both")
    def is_in_writing(self) -> str | None:
        """Gate G3: no hand-over without a written, signed paper."""
        return None if self.signed_by_both else "交接必须办理书面手续,双方签字后再提交。"
