"""The hand-over of a child to the centre, by whoever brings it (D2): signed, it is T0 (gate G3)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.child_view import ChildView
from models.forms.contact import Phone
from models.forms.dangers import Danger
from models.forms.known import Known
from models.forms.moments import present
from models.forms.not_yet import NotYet, on_the_day
from models.forms.people import ChildIdentity, GuardianEntry, no_child_on
from models.law.dates import shanghai_date


class Escort(Part):
    """A police officer who brings the child."""

    name: str = field("姓名", max_length=50)
    badge: str = field("警号", max_length=20)
    phone: Phone | None = field("电话", optional=True, max_length=40)


class BroughtBy(Choice):
    """Who brought the child; the law asks the centre to take in whoever is brought or comes."""

    POLICE = "police", "公安机关护送"
    HOSPITAL = "hospital", "医疗机构送来"
    OTHER_CENTRE = "other_centre", "其他救助、保护机构送来"
    CITIZEN = "citizen", "亲属、群众或者其他单位送来"
    SELF = "self", "未成年人自己前来"


class Belonging(Part):
    """Something the child has along."""

    name: str = field("物品", max_length=100)
    count: int = field("数量", ge=1, le=999, default=1)
    kept_by: str | None = field("由谁保管", optional=True, max_length=50)


class FirstAid(Choice):
    """Whether a doctor saw the child before it came in."""

    TREATED = "treated", "已送医救治"
    EXAMINED = "examined", "已体检"
    NOT_YET = "not_yet", "尚未就医体检"
    NOT_NEEDED = "not_needed", "未见伤病,暂不需要"


class ReceptionHandover(Form):
    """Who brought the child, when, why, in what state, with what."""

    title = "未成年人交接单"
    what_now = "与护送或者送来的人逐项核对,双方签字;接收时间就是临时监护的起点。"
    source = "《意见》第11、15条;指导纲要第66条"

    child_was_received: bool = field("已经接收未成年人", widget="radios", source="《意见》第15条")
    not_received_note: str | None = field(
        "没有接收的情况", shown_if="child_was_received=no", widget="textarea", max_length=500,
        hint="例如已由其他监护人接走,写明去向;公安机关护送的应当接收。",
    )  # fmt: skip
    expected_on: date | None = field(
        "改在哪一天送来", shown_if="child_was_received=no", optional=True,
        hint="还会送来的填写,到那一天再次办理本环节;不再送来的不填。",
    )  # fmt: skip
    taken_over_at: datetime | None = field(
        "接收时间(临时监护起始)", shown_if="child_was_received=yes", source="《意见》第15条",
        hint="到分。", group="交接",
    )  # fmt: skip
    place: str | None = field("交接地点", shown_if="child_was_received=yes", max_length=200)
    taken_over_by: str | None = field("接收人", shown_if="child_was_received=yes", max_length=50)
    brought_by: BroughtBy | None = field(
        "由谁送来", shown_if="child_was_received=yes", optional=True,
        source="《意见》第11条;指导纲要第66条", hint="不填的按公安机关护送。",
    )  # fmt: skip
    escort_unit: str | None = field(
        "护送单位或者送来的人", shown_if="child_was_received=yes", max_length=100,
        hint="未成年人自己前来的写“本人”。",
    )  # fmt: skip
    escorts: tuple[Escort, ...] = field(
        "护送民警", shown_if="child_was_received=yes", optional=True, default=(),
        hint="不是民警送来的不填。",
    )  # fmt: skip
    police_case: str | None = field(
        "警情或者案件编号",
        known=Known.POLICE_NUMBER,
        shown_if="child_was_received=yes",
        optional=True,
        max_length=60,
    )
    reasons: str | None = field(
        "交接事由", shown_if="child_was_received=yes", widget="textarea", max_length=2000
    )
    dangers: tuple[Danger, ...] = field(
        "带离的依据", shown_if="child_was_received=yes", default=(), widget="checkboxes",
        source="《意见》第11条",
    )  # fmt: skip

    identity_unknown: bool = field(
        "身份或者监护人不明", shown_if="child_was_received=yes", default=False,
        source="未成年人保护法第92条", group="未成年人",
    )  # fmt: skip
    child: ChildIdentity | None = field(
        "未成年人的身份", known=Known.CHILD, shown_if="child_was_received=yes", optional=True,
        hint="已经登记且没有变化的不必再填。",
    )  # fmt: skip
    guardians: tuple[GuardianEntry, ...] = field(
        "监护人", known=Known.GUARDIANS, shown_if="child_was_received=yes", optional=True, default=(),
        hint="已经登记的不必再填。",
    )  # fmt: skip
    injuries: str | None = field(
        "伤情和健康状况", shown_if="child_was_received=yes", widget="textarea", max_length=1000,
        hint="没有的写“未见”。",
    )  # fmt: skip
    first_aid: FirstAid | None = field(
        "是否已就医体检", shown_if="child_was_received=yes", source="《意见》第12条"
    )
    hospital: str | None = field("医疗机构", shown_if="first_aid=treated|examined", max_length=100)
    child_view: ChildView | None = field(
        "未成年人对护送地点的意见", shown_if="child_was_received=yes", source="《意见》第11条"
    )
    belongings: tuple[Belonging, ...] = field(
        "随身物品", shown_if="child_was_received=yes", optional=True, default=()
    )
    materials: tuple[str, ...] = field(
        "移送材料", shown_if="child_was_received=yes", optional=True, default=(),
        hint="用顿号分开。",
    )  # fmt: skip

    statement_asked: bool = field(
        "已提示按期提供书面情况说明", shown_if="child_was_received=yes", default=True,
        source="《意见》第13条", group="告知和签字",
    )  # fmt: skip
    rights_paper_received: bool = field(
        "已收到公安机关的权利告知书", shown_if="child_was_received=yes", default=False,
        source="《意见》第11条",
    )  # fmt: skip
    signed_by_police: bool = field(
        "护送或者送来的人已签字",
        shown_if="child_was_received=yes",
        default=False,
        source="《意见》第11条",
    )
    signed_by_centre: bool = field(
        "接收人已签字", shown_if="child_was_received=yes", default=False, source="《意见》第11条"
    )
    note: str | None = field("备注", optional=True, widget="textarea", max_length=500)

    @rule("escorts", "brought_by")
    def police_say_who_they_are(self) -> str | None:
        """Opinions 11: who leads a child away signs with name and badge number."""
        if self.brought_by is BroughtBy.POLICE and not self.escorts:
            return "公安机关护送的,请写明护送民警的姓名和警号。"
        return None

    @rule("signed_by_police", "signed_by_centre", "child_was_received", "brought_by")
    def is_signed_by_both(self) -> str | None:
        """Gate G3: T0 comes from a written hand-over that both signed, and from nothing else.

        A child who comes alone hands nobody over: then the centre signs.
        """
        alone = self.brought_by is BroughtBy.SELF
        if self.child_was_received and not (
            (self.signed_by_police or alone) and self.signed_by_centre
        ):
            return "交接单须双方签字;签字后再提交,临时监护从接收时间起算。"
        return None

    @rule("child.birth_date", "taken_over_at")
    def is_a_child(self) -> str | None:
        """Born, and not of age when it came: a year is easily mistyped."""
        if self.taken_over_at is None:
            return None
        return no_child_on(self.child, shanghai_date(self.taken_over_at))

    @rule("first_aid", "dangers")
    def the_injured_see_a_doctor(self) -> str | None:
        """Opinions 12: whoever is gravely hurt is taken to a doctor first."""
        if Danger.INJURED in self.dangers and self.first_aid is FirstAid.NOT_NEEDED:
            return "身体受到严重伤害的,应当先送医救治。"
        return None

    @property
    def not_yet(self) -> NotYet | None:
        """Nobody came: on the day the child is expected; without one it was not brought at all."""
        return None if self.child_was_received else on_the_day(self.expected_on)

    @property
    def received_at(self) -> datetime:
        """T0: when temporary guardianship began.

        Raises:
            BrokenInvariant: The child was not received.
        """
        return present(self.taken_over_at)
