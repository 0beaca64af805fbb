"""What the words of the vocabulary are called on screen; the terms of `docs/glossary.md`."""

from documents.titles import TITLES
from models.forms.small import ReminderMeans
from models.labels import (
    ACCOUNT_CHANGES,
    CHANNELS,
    DELIVERY_REASONS,
    DELIVERY_STATES,
    HOLDERS,
    LOOKS,
    NOTICE_KINDS,
    OUTCOMES,
    ROLES,
    STAGES,
)
from models.words import (
    AccountChange,
    ChannelKind,
    DeliveryReason,
    DeliveryState,
    Holder,
    Look,
    NoticeKind,
    Outcome,
    Paper,
    Role,
    Stage,
)
from web.wording import _, word

#: When a side procedure is opened, said beside its name.
SIDE_HINTS: dict[Stage, str] = {
    Stage.CUSTODY: "公安机关护送未成年人前来,或者需要临时监护。",
    Stage.PROTECTION_ORDER: "遭受或者面临家庭暴力的现实危险;法院{5B.1}内、紧急时{5B.1-urgent}内裁定。",
    Stage.INJUNCTION: "起诉前需要法院先禁止某种行为;{5B.4-suit}内不起诉即失效。",
    Stage.EXTENSION: "临时监护将满{3.2},仍不能送返。",
    Stage.SUGGESTION_REPLY: "收到检察建议或者司法建议;{5C.2}内书面回复。",
    Stage.RESTORATION: "被撤销资格的父母申请恢复,法院委托调查。",
    Stage.FEEDBACK: "把处理情况以适当方式告知报告人。",
    Stage.MAJORITY: "未成年人将满十八周岁。",
    Stage.TRANSFER: "案件转给其他未保中心。",
    Stage.MISSING: "未成年人走失、擅自离开或者被人带走，下落不明。",
    Stage.DEATH: "未成年人死亡：登记、报告，其他程序随之终止，案件转入结案。",
    Stage.EXEMPTION: "预防性走访在一段时间内不必进行，须督导批准。",
}


def stage_name(stage: str) -> str:
    """Name a stage."""
    return word(STAGES[Stage(stage)])


def outcome_name(outcome: str | None) -> str:
    """Name how a stage ended; nothing while it is open."""
    return word(OUTCOMES[Outcome(outcome)]) if outcome else ""


def role_name(role: str | None) -> str:
    """Name a role."""
    return word(ROLES[Role(role)]) if role else ""


def role_names(roles: list[str] | frozenset[Role]) -> str:
    """Name several roles, in the order of the vocabulary."""
    return "、".join(word(name) for role, name in ROLES.items() if role in roles)


def holder_name(holder: str) -> str:
    """Name who has the ball."""
    return word(HOLDERS[Holder(holder)])


def paper_name(paper: str | None) -> str:
    """Name a document."""
    return word(TITLES[Paper(paper)]) if paper else ""


def means_name(means: str) -> str:
    """Name how somebody was reminded; what is not in the list is shown as it was recorded."""
    labels = {one.value: one.label for one in ReminderMeans}
    return word(labels.get(means, means))


def notice_name(kind: str) -> str:
    """Name what a notice is about; a kind of a later version is simply news."""
    known = kind in NoticeKind.__members__.values()
    return word(NOTICE_KINDS[NoticeKind(kind)]) if known else _("有新消息")


def channel_name(kind: str) -> str:
    """Name a channel."""
    return word(CHANNELS[ChannelKind(kind)])


def delivery_name(state: str) -> str:
    """Name where a delivery stands."""
    return word(DELIVERY_STATES[DeliveryState(state)])


def reason_name(reason: str | None) -> str:
    """Name why a message did not go out."""
    return word(DELIVERY_REASONS[DeliveryReason(reason)]) if reason else ""


def look_name(what: str) -> str:
    """Name what was looked at."""
    return word(LOOKS[Look(what)])


def account_change_name(what: str) -> str:
    """Name what was done with an account."""
    return word(ACCOUNT_CHANGES[AccountChange(what)])


def law_name(pack: str, locality: str) -> str:
    """A rule pack with its overlay, as pages name it."""
    return f"{pack}+{locality}" if locality else pack
