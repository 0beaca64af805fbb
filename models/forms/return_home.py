"""The forms of return home 送返回家 (D7, D8)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.contact import Phone
from models.forms.handover import Handover
from models.forms.known import Known
from models.forms.moments import present
from models.law.dates import shanghai_date
from models.words import Paper


class CollectionNotice(Form):
    """That the guardian is to collect the child within three days (D7)."""

    title = "通知领回"
    what_now = "写明由谁、到哪里、带什么来领回;领回期限从送达的次日起算。"
    source = "指导纲要第71条;《意见》第19条"

    guardian: str = field("通知的监护人", known=Known.NOTIFIED_GUARDIAN, max_length=50)
    relation: str = field("与未成年人的关系", known=Known.NOTIFIED_RELATION, max_length=50)
    guardian_address: str = field("送达地址", known=Known.NOTIFIED_ADDRESS, max_length=200)
    authorised: str | None = field(
        "可以代为领回的人", optional=True, max_length=50,
        hint="监护人书面委托的成年人,只写姓名;没有的不填。只有这里写明的人才能代为领回。",
    )  # fmt: skip
    place: str = field("领回地点", known=Known.CENTRE_ADDRESS, max_length=200)
    office_hours: str = field("接待时间", max_length=100)
    bring: tuple[str, ...] = field("需带的证件", hint="用顿号分开。")
    if_late: str = field(
        "逾期不领回的后果", widget="textarea", max_length=1000,
        hint="记录在案、再次通知、重新会商,并可能作为申请撤销监护人资格的事实。",
    )  # fmt: skip
    earlier_notice: str | None = field(
        "上一次通知的情况",
        known=Known.LAST_NOTICE,
        optional=True,
        max_length=300,
        hint="再次通知的填写。",
    )
    home_station: str | None = field(
        "未成年人住所地派出所", asked=True, max_length=100, source="指导纲要第74条;《意见》第20条",
        hint="通报函发给住所地的派出所,不是发现未成年人的派出所。",
    )  # fmt: skip
    contact: str = field("联系人", max_length=50)
    contact_phone: Phone = field("联系电话", known=Known.CENTRE_PHONE, max_length=40)


class Service(Choice):
    """How a notice was served (民事诉讼法第88–95条,参照)."""

    IN_PERSON = "in_person", "直接送达"
    HOUSEHOLD = "household", "同住成年家属签收"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"
    ENTRUSTED = "entrusted", "委托送达"
    FORWARDED = "forwarded", "转交送达"
    ANNOUNCED = "announced", "公告送达"


class NoticeServed(Form):
    """When and how the notice reached the guardian; the three days run from here."""

    title = "领回通知送达"
    what_now = "登记送达的时间、方式和签收人;领回期限从送达的次日起算。"
    source = "指导纲要第71条"
    hands_over = Paper.COLLECTION_NOTICE

    served_at: datetime = field("送达时间", source="指导纲要第71条")
    manner: Service = field("送达方式")
    received_by: str = field("签收人和关系", max_length=100)
    served_by: str = field("送达人", max_length=100)
    witness: str | None = field("见证人", shown_if="manner=left", max_length=100)
    tracking_number: str | None = field(
        "邮件号或者电子送达凭证", shown_if="manner=post|electronic", max_length=60
    )
    forwarded_by: str | None = field(
        "受托送达或者转交的单位", shown_if="manner=entrusted|forwarded", optional=True,
        max_length=100, source="民事诉讼法第91–94条",
        hint="例如监狱、强制性教育机构、军队;没有写明的,以签收人所在单位为准。",
    )  # fmt: skip
    published_on: date | None = field(
        "公告发出日期", shown_if="manner=announced", optional=True, source="民事诉讼法第95条",
        hint="公告期满视为送达,送达时间写期满之日。",
    )  # fmt: skip
    published_where: str | None = field(
        "公告刊登或者张贴的地方", shown_if="manner=announced", optional=True, max_length=200
    )
    receipt_kept: bool = field("送达回证已归档")
    note: str | None = field("备注", optional=True, widget="textarea", max_length=500)

    @rule("served_at", "published_on")
    def announcement_has_run(self) -> str | None:
        """Civil procedure 95: what is announced is served when the days of the notice are over."""
        if self.published_on and shanghai_date(self.served_at) <= self.published_on:
            return "公告送达的,送达时间是公告期满之日,不是公告发出之日。"
        return None


class NotCollected(Choice):
    """Why nobody came."""

    REFUSES = "refuses", "拒绝领回"
    UNREACHABLE = "unreachable", "联系不上"
    ASKS_DELAY = "asks_delay", "请求延后"
    HINDERED = "hindered", "因客观原因不能前来"
    UNFIT_ON_THE_DAY = "unfit_on_the_day", "前来时状态不适合交接"
    OTHER = "other", "其他"


class Attempt(Part):
    """One attempt to reach the guardian."""

    at: datetime = field("时间")
    manner: str = field("方式", max_length=50)
    result: str = field("结果", max_length=300)


class Collection(Form):
    """That the guardian collected the child, or did not."""

    title = "领回"
    what_now = "领回的,办理书面交接;到期没有领回的,记录原因和联系经过。"
    source = "指导纲要第71条;《意见》第19条"

    collected: bool = field("已经领回", widget="radios", source="指导纲要第71条")
    handover: Handover | None = field("交接", shown_if="collected=yes", source="指导纲要第71条")
    recorded_on: date | None = field("记录日期", shown_if="collected=no")
    why_not: NotCollected | None = field("没有领回的原因", shown_if="collected=no")
    explanation: str | None = field(
        "情况说明", shown_if="collected=no", widget="textarea", max_length=1000
    )
    attempts: tuple[Attempt, ...] = field("联系经过", shown_if="collected=no", default=())
    child_told: str | None = field(
        "对未成年人的说明和安抚", shown_if="collected=no", widget="textarea", max_length=500
    )

    @property
    def handed_over_at(self) -> datetime:
        """When the child was handed over.

        Raises:
            BrokenInvariant: The child was not collected.
        """
        return present(self.handover).handed_over_at
