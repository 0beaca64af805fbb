"""The forms of replying to a procuratorate's or court's suggestion 检察/司法建议回复 (D15)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.contact import Phone
from models.forms.known import Known
from models.words import Paper


class SuggestionKind(Choice):
    """What was received (未成年人保护法第114条)."""

    PROCURATORIAL = "procuratorial", "检察建议"
    JUDICIAL = "judicial", "司法建议"
    POLICE = "police", "公安机关的建议"
    JUSTICE = "justice", "司法行政部门的建议"


class SuggestionReceived(Form):
    """What was suggested, by whom, and when it was received: the month runs from here."""

    title = "收到建议书"
    what_now = "登记收到日期和要求;{5C.2}内必须书面回复。"
    source = "未成年人保护法第114条"

    kind: SuggestionKind = field("种类", source="未成年人保护法第114条")
    sender: str = field("发出机关", max_length=100)
    number: str = field("建议书文号", max_length=60)
    dated_on: date = field("建议书日期")
    received_at: datetime = field("收到时间", source="未成年人保护法第114条")
    addressed_to: str = field("建议的对象", max_length=100, hint="民政部门或者本中心全称。")
    contents: str = field("建议内容", widget="textarea", max_length=3000)
    requires: tuple[str, ...] = field("逐项要求", widget="textarea", hint="每行一项,回复时逐项答。")
    asks_petition: bool = field(
        "建议申请撤销监护人资格", default=False, source="《意见》第30条;未成年人保护法第106条"
    )
    reply_to: str | None = field("回复联系人和电话", optional=True, max_length=100)


class ItemState(Choice):
    """What became of one item."""

    DONE = "done", "已办理"
    UNDER_WAY = "under_way", "正在办理"
    NOT_ADOPTED = "not_adopted", "未采纳(说明理由)"


class ItemReply(Part):
    """The answer to one item of the suggestion."""

    item: str = field("建议事项", max_length=300)
    state: ItemState = field("办理情况")
    answer: str = field("采取的措施或者理由", widget="textarea", max_length=1500)
    done_by: date | None = field("完成期限", shown_if="state=under_way")


class ReplyDraft(Form):
    """The reply, item by item."""

    title = "建议回复"
    what_now = "逐项答复采取的措施;没有采纳的写明理由。"
    source = "未成年人保护法第114条"

    addressee: str = field("主送机关", known=Known.SUGGESTION_SENDER, max_length=100)
    number: str = field("所回复的建议书文号", known=Known.SUGGESTION_NUMBER, max_length=60)
    situation: str = field("总体办理情况", widget="textarea", max_length=3000)
    items: tuple[ItemReply, ...] = field(
        "逐项答复", known=Known.SUGGESTION_ITEMS, source="未成年人保护法第114条"
    )
    next_steps: str | None = field("下一步工作", optional=True, widget="textarea", max_length=2000)
    attachments: tuple[str, ...] = field("附件", default=(), hint="用顿号分开。")
    contact: str = field("联系人", max_length=50)
    contact_phone: Phone = field("联系电话", known=Known.CENTRE_PHONE, max_length=40)


class SendManner(Choice):
    """How the reply was sent."""

    DELIVERED = "delivered", "直接送达"
    POST = "post", "邮寄"
    EXCHANGE = "exchange", "机要或者公文交换"
    ELECTRONIC = "electronic", "电子公文"


class ReplySent(Form):
    """That the reply went out."""

    title = "回复发出"
    what_now = "登记发出时间、方式和签收;期限以发出并能证明为准。"
    source = "未成年人保护法第114条"
    hands_over = Paper.SUGGESTION_REPLY

    sent_at: datetime = field("发出时间", source="未成年人保护法第114条")
    manner: SendManner = field("方式")
    reply_number: str | None = field("回复函文号", optional=True, max_length=60)
    tracking_number: str | None = field("邮件号", shown_if="manner=post", max_length=60)
    received_by: str | None = field("签收人", optional=True, max_length=100)
    received_on: date | None = field("签收日期", optional=True)
    copied_to: tuple[str, ...] = field("抄送", default=(), hint="用顿号分开。")

    @rule("received_by", "received_on")
    def receipt_is_whole(self) -> str | None:
        """A receipt has a name and a day."""
        if bool(self.received_by) != bool(self.received_on):
            return "签收人和签收日期应当一并填写。"
        return None
