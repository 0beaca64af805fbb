"""The small forms of the portal: what is asked beside the procedure, on the page it is about.

Read by `SmallForm.read` like the forms of a step, so that all errors are told at once, each at its
field, and an absurd value is a sentence. Their fields are laid out by the page they stand on.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from models.choice import Choice
from models.errors import FormInvalid
from models.forms.base import Form, field, rule
from models.law.interruption import SuspensionGround
from models.words import SIDE_STAGES, AttachmentKind, Began, Originality, Stage

_REASON, _TEXT, _NOTE, _NUMBER = 1_000, 2_000, 500, 100
_MOST_ITEMS = 1_000


_OF_NO_TIME = "请核对年份。"
#: No case, and nobody in one, begins before the first or ends after the last.
_YEARS = range(1900, 3000)


def _is_of_no_time(value: object) -> bool:
    return isinstance(value, date) and value.year not in _YEARS


class SmallForm(Form):
    """A form beside the procedure: no law of a case is asked by any of its rules."""

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """Read what was typed.

        Raises:
            FormInvalid: With every error at once, by field path.
        """
        read = cls._read(typed, None)
        # A day of no case is a slip, and what is counted from it may be no day at all.
        absurd = [name for name in cls.model_fields if _is_of_no_time(getattr(read, name))]
        if absurd:
            raise FormInvalid({name: [_OF_NO_TIME] for name in absurd})
        return read


class ReminderMeans(Choice):
    """How somebody was reminded."""

    PHONE = "phone", "电话"
    LETTER = "letter", "书面函件"
    VISIT = "visit", "上门"
    MESSAGE = "message", "短信或者工作群"
    MEETING = "meeting", "会议"
    OTHER = "other", "其他"


class NewCaseForm(SmallForm):
    """How a case reached us."""

    title = "登记新案"

    began: Began = field("案件来源", missing="请选择案件来源。")
    number: str | None = field("同一未成年人已有的案号", optional=True, max_length=_NUMBER)
    once: UUID | None = field("页面", optional=True)


class SideStartForm(SmallForm):
    """A side procedure to be started."""

    title = "启动并行程序"

    stage: Stage = field("程序", missing="请选择要启动的程序。")
    reason: str = field("启动理由", missing="请写明启动的理由。", max_length=_REASON)

    @rule("stage")
    def is_beside(self) -> str | None:
        """A stage of the main line is never started by hand."""
        return None if self.stage in SIDE_STAGES else "请选择要启动的程序。"


class SideWithdrawalForm(SmallForm):
    """A side procedure started by mistake."""

    title = "撤回并行程序"

    withdrawn_stage: UUID = field("程序", missing="请选择要撤回的程序。")
    why: str = field("撤回理由", missing="请写明撤回的理由。", max_length=_REASON)


class ReopeningForm(SmallForm):
    """A closed case to be opened again."""

    title = "重新打开案件"

    main: Stage = field("从哪个阶段继续", missing="请选择从哪个阶段继续。")
    reopen_reason: str = field("理由", missing="请写明重新打开的理由。", max_length=_REASON)


class LooksForm(SmallForm):
    """Which looks are wanted of the view log."""

    title = "查看记录"

    number: str | None = field("案号", optional=True, max_length=_NUMBER)
    officer: UUID | None = field("工作人员", optional=True)
    since: date | None = field("从", optional=True)
    until: date | None = field("到", optional=True)

    @rule("until")
    def is_not_before(self) -> str | None:
        """A span has its end after its beginning."""
        backwards = self.since and self.until and self.until < self.since
        return "结束日期不能早于开始日期。" if backwards else None


class AttachmentForm(SmallForm):
    """What is said of files that are attached."""

    title = "收入附件"

    kind: AttachmentKind = field("种类", missing="请选择附件的种类。")
    originality: Originality = field("原件或者复制件", missing="请选择是原件还是复制件。")
    belongs: str | None = field("属于", optional=True, max_length=_NUMBER)
    item: int | None = field("第几项证据", optional=True)
    origin: str | None = field("来源", optional=True, max_length=_NOTE)
    proves: str | None = field("证明什么", optional=True, max_length=_NOTE)
    caption: str | None = field("说明", optional=True, max_length=_NOTE)
    made_on: date | None = field("形成日期", optional=True)
    compared: str | None = field("与原件核对", optional=True, max_length=_NUMBER)

    @rule("item")
    def is_counted(self) -> str | None:
        """Items of evidence are counted from one."""
        wrong = self.item is not None and not 0 < self.item < _MOST_ITEMS
        return "请填写证据的序号。" if wrong else None


class AttachmentWordsForm(SmallForm):
    """What is to be seen on an attachment, and how far its pictures are turned."""

    title = "附件说明"

    caption: str | None = field("说明", optional=True, max_length=_NOTE)
    turned: int = field("旋转", missing="请选择旋转的角度。")


class AttachmentRemovalForm(SmallForm):
    """Why an attachment is removed."""

    title = "移除附件"

    removal_reason: str = field("理由", missing="请写明移除的理由。", max_length=_REASON)


class VoidingForm(SmallForm):
    """A case opened by mistake, or twice."""

    title = "作废案件"

    other_number: str | None = field("并入的案号", optional=True, max_length=_NUMBER)
    void_reason: str = field("作废理由", missing="请写明作废的理由。", max_length=_REASON)


class NewOfficerForm(SmallForm):
    """A new account; its roles and first password are asked beside."""

    title = "建立账号"

    account: str = field("账号名", missing="请填写账号名。", max_length=40)
    name: str = field("姓名", missing="请填写姓名。", max_length=64)


class TakingOverForm(SmallForm):
    """Who takes over what an account leaves open."""

    title = "接手的人"

    to: UUID | None = field("接手的人", optional=True)


class EndingForm(TakingOverForm):
    """An account to be ended, which is meant."""

    title = "停用账号"

    confirmed: str = field("账号名", missing="请输入要停用的账号名。", max_length=40)


class NewLeadForm(SmallForm):
    """Another responsible caseworker."""

    title = "更换主办人"

    lead: UUID = field("新的主办人", missing="请选择新的主办人。")


class NewMemberForm(SmallForm):
    """Somebody who joins a team."""

    title = "加入成员"

    officer: UUID = field("加入的人", missing="请选择加入的人。")


class LeavingMemberForm(SmallForm):
    """Somebody who leaves a team."""

    title = "移出成员"

    member: UUID = field("移出的人", missing="请选择移出的人。")


class TakingBackForm(SmallForm):
    """An answer that is taken back."""

    title = "撤回重填"

    back_reason: str = field("撤回的原因", optional=True, default="", max_length=_NOTE)


class HandOverForm(SmallForm):
    """Who takes a step."""

    title = "转办"

    to: UUID = field("接手的人", missing="请选择接手的人。")


class ReminderForm(SmallForm):
    """A reminder to whoever has the ball."""

    title = "催办"

    means: ReminderMeans = field("方式", missing="请选择催办方式。")
    chase_note: str = field("向谁催、怎样答复", optional=True, default="", max_length=_NOTE)


class ApprovalForm(SmallForm):
    """What a signer says."""

    title = "审批"

    opinion: str = field("审批意见", optional=True, default="", max_length=_TEXT)


class SendingBackForm(SmallForm):
    """Where a document goes back to, and why."""

    title = "退回"

    to_step: UUID = field("退回到", missing="请选择退回到哪个环节。")
    reason: str = field("退回理由", missing="请写明退回的理由。", max_length=_TEXT)


class WithdrawalForm(SmallForm):
    """Why something sent for approval is taken back."""

    title = "撤回送审"

    why: str = field("撤回理由", optional=True, default="", max_length=_TEXT)


class OrderForm(SmallForm):
    """What is ordered, of whom, until when."""

    title = "督办"

    words: str = field("督办内容", missing="请写明督办的内容。", max_length=_TEXT)
    owes: UUID = field("由谁反馈", missing="请选择被督办人。")
    report_by: datetime | None = field("反馈时间", optional=True)
    step: UUID | None = field("环节", optional=True)


class OrderEntryForm(SmallForm):
    """A report, a return or the closing of an order."""

    title = "督办的反馈和办结"

    words: str = field("内容", missing="请写明内容。", max_length=_TEXT)
    report_by: datetime | None = field("反馈时间", optional=True)


class CardWithdrawalForm(SmallForm):
    """Why a card does not count."""

    title = "撤回黄牌、红牌"

    reason: str = field("理由", missing="请写明撤回的理由。", max_length=_NOTE)
    month: str = field("月份", optional=True, default="", max_length=_NUMBER)


class AbsenceCoverForm(SmallForm):
    """Who is away, from when to when, and who stands in."""

    title = "请假代理"

    officer: UUID = field("请假的人", missing="请选择请假的人。")
    by: UUID = field("代理人", missing="请选择代理人。")
    from_at: datetime = field("开始", missing="请填写日期和时间,例如 2026-11-21 14:30。")
    until_at: datetime = field("结束", missing="请填写日期和时间,例如 2026-11-21 14:30。")


class _DeadlineForm(SmallForm):
    """What every change of a deadline by a person says."""

    title: ClassVar[str] = "变更期限"
    once: UUID = field("页面", missing="提交的内容不完整,请刷新页面后再试。")


class _Reasoned(_DeadlineForm):
    """A change with its document and its reason."""

    document: str | None = field("依据文书的文号", optional=True, max_length=_NUMBER)
    reason: str = field("理由", missing="请写明理由。", max_length=_NOTE)


class SuspensionForm(_Reasoned):
    """Days that do not count."""

    ground: SuspensionGround = field("事由", missing="请选择中止的事由。")
    first_on: date = field("中止的第一日", missing="请填写日期,例如 2026-11-21。")
    last_on: date | None = field("中止的最后一日", optional=True)


class ResumptionForm(_DeadlineForm):
    """From when days count again."""

    resumed_on: date = field("自哪一日起恢复计算", missing="请填写日期,例如 2026-11-21。")


class ExtensionForm(_Reasoned):
    """A longer term, as it was decided."""

    length: int | None = field("延长多久", optional=True, ge=1, le=3660)
    until_on: date | None = field("或者延长至哪一日", optional=True)
    decided_on: date = field("批准日期", missing="请填写日期,例如 2026-11-21。")


class Became(Choice):
    """What became of an obligation."""

    KEPT = "kept", "已经办到"
    PUT_OFF = "put_off", "改期"
    LET_GO = "let_go", "不再需要"


class SettlementForm(_DeadlineForm):
    """What became of an obligation (约定事项), with how or why."""

    title = "了结约定事项"

    became: Became = field("办得怎样", missing="请选择办得怎样。", widget="radios")
    kept_on: date | None = field("办到的日期", optional=True)
    put_off_to: date | None = field("改到哪一天", optional=True)
    how: str = field(
        "怎样办到,或者改期、不再需要的理由", missing="请写明经过或者理由。", max_length=_NOTE
    )

    @rule("kept_on", "became")
    def says_when_it_was_kept(self) -> str | None:
        """Lateness is judged by the day on which it was done."""
        missing = self.became is Became.KEPT and self.kept_on is None
        return "请填写办到的日期。" if missing else None

    @rule("put_off_to", "became")
    def says_until_when(self) -> str | None:
        """What is put off is owed on another day."""
        missing = self.became is Became.PUT_OFF and self.put_off_to is None
        return "请填写改到哪一天。" if missing else None


class RestartForm(_Reasoned):
    """A new event from which a deadline is counted."""

    since: datetime = field(
        "新的起算事件的时间", missing="请填写日期和时间,例如 2026-11-21 14:30。"
    )
    evidence: UUID | None = field("由哪个环节证明", optional=True)
    rule: str = field("按哪种情形计算", optional=True, default="", max_length=_NUMBER)
