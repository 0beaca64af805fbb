"""Who may do what: one table of permission × role × circumstance, asked by portal and desk alike.

It is how a centre divides its work, not law: no article says that a director gives supervision
orders. What a page shows as a button and what the desk refuses is the same question, and the
sentence of a refusal is composed from the row. Which cases an officer sees at all is not asked
here but by row-level security, whose scope is a row too (`Permission.SEE_CENTRE`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.labels import ROLES
from models.words import Role


class Circumstance(StrEnum):
    """What somebody is to the thing at hand, besides their roles."""

    OWNER = "owner"
    """The step, or the signature whose turn it is, stands in their name."""
    OF_ROLE = "of_role"
    """They have the role that the step, or the signature whose turn it is, asks for."""
    AUTHOR = "author"
    """They wrote the document, or stand in for who did."""
    SIGNED = "signed"
    """They, or whom they stand in for, have decided in the same approval."""
    ANSWERED = "answered"
    """They gave the answer."""
    OWES = "owes"
    """They owe the feedback of the supervision order."""
    SELF = "self"
    """It is about themselves."""


class Permission(StrEnum):
    """What people do, as far as not everybody may."""

    SEE_CENTRE = "see_centre"
    SEE_BOARD = "see_board"
    SEE_CARDS = "see_cards"
    SEE_DELIVERIES = "see_deliveries"
    SEE_OPERATIONS = "see_operations"
    SEE_RUNS = "see_runs"
    SEE_ALL_RUNS = "see_all_runs"
    REGISTER_CASE = "register_case"
    LEAD_CASE = "lead_case"
    CHANGE_TEAM = "change_team"
    CORRECT_PEOPLE = "correct_people"
    CORRECT_ANSWER = "correct_answer"
    START_SIDE = "start_side"
    WITHDRAW_SIDE = "withdraw_side"
    REOPEN_CASE = "reopen_case"
    VOID_CASE = "void_case"
    ATTACH = "attach"
    REMOVE_ATTACHMENT = "remove_attachment"
    ANSWER = "answer"
    TAKE_BACK = "take_back"
    SIGN = "sign"
    WITHDRAW_APPROVAL = "withdraw_approval"
    HAND_OVER = "hand_over"
    CHASE = "chase"
    TRY_AGAIN = "try_again"
    COVER = "cover"
    CHANGE_DEADLINE = "change_deadline"
    SETTLE_OBLIGATION = "settle_obligation"
    EXTEND_TARGET = "extend_target"
    GIVE_ORDER = "give_order"
    OWE_FEEDBACK = "owe_feedback"
    REPORT_ORDER = "report_order"
    RETURN_ORDER = "return_order"
    CLOSE_ORDER = "close_order"
    WITHDRAW_CARD = "withdraw_card"
    SET_TARGET = "set_target"
    MOVE_LAW = "move_law"
    PLACE_CENTRE = "place_centre"
    SEE_LOOKS = "see_looks"
    SEE_LOOKS_AT_CASE = "see_looks_at_case"
    KEEP_OFFICERS = "keep_officers"
    SEE_BROKEN_PACKS = "see_broken_packs"
    KEEP_CALENDAR = "keep_calendar"


@dataclass(frozen=True)
class Grant:
    """One row: who has a permission.

    Attributes:
        words: What it lets one do, in Chinese, as the object of “可以”.
        roles: Any one of them suffices.
        circumstances: Any one of them suffices too, whatever the role.
        never: What forbids it, whatever the role, with the sentence that says so.
    """

    words: str
    roles: frozenset[Role] = frozenset()
    circumstances: frozenset[Circumstance] = frozenset()
    never: Mapping[Circumstance, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """Why somebody may not.

    Attributes:
        sentence: For the person, in Chinese.
        is_own: They would have the role, but it is their own matter.
    """

    sentence: str
    is_own: bool = False


_DIRECTOR = frozenset({Role.DIRECTOR})
_LEADERS = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
_CASEWORK = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.DIRECTOR})
#: Those who work on cases at all: they can be reminded, remind, and be made to report.
_ON_CASES = frozenset(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}
_BY_TURN = frozenset({Circumstance.OWNER, Circumstance.OF_ROLE})

TABLE: Mapping[Permission, Grant] = {
    Permission.SEE_CENTRE: Grant("查看本中心全部案件", _LEADERS),
    Permission.SEE_BOARD: Grant("查看全中心的工作", _LEADERS),
    Permission.SEE_CARDS: Grant("查看黄牌、红牌的统计", _LEADERS),
    Permission.SEE_DELIVERIES: Grant("查看消息的发送情况", _LEADERS | {Role.ADMINISTRATOR}),
    Permission.SEE_OPERATIONS: Grant("查看备份和恢复演练", _DIRECTOR | {Role.ADMINISTRATOR}),
    Permission.SEE_RUNS: Grant(
        "查看流程引擎的页面（本系统只有一个中心时）", _DIRECTOR | {Role.ADMINISTRATOR}
    ),
    Permission.SEE_ALL_RUNS: Grant(
        "查看各中心共用的流程引擎的页面（所在中心由安装人员指定时）",
        frozenset({Role.ADMINISTRATOR}),
    ),
    Permission.REGISTER_CASE: Grant("登记案件", _CASEWORK),
    Permission.LEAD_CASE: Grant("担任主办人", frozenset({Role.CASEWORKER})),
    Permission.CHANGE_TEAM: Grant("调整办案小组", _LEADERS),
    Permission.CORRECT_PEOPLE: Grant("更正人员信息", _CASEWORK),
    Permission.CORRECT_ANSWER: Grant("更正已经办结的内容", _LEADERS),
    Permission.START_SIDE: Grant("启动并行程序", _CASEWORK | {Role.LEGAL}),
    Permission.WITHDRAW_SIDE: Grant("撤回并行程序", _CASEWORK | {Role.LEGAL}),
    Permission.REOPEN_CASE: Grant("重新打开案件", _LEADERS),
    Permission.VOID_CASE: Grant("作废误立的案件", _LEADERS),
    Permission.ATTACH: Grant("收入附件、与原件核对", _ON_CASES),
    Permission.REMOVE_ATTACHMENT: Grant("移除附件", _LEADERS),
    Permission.ANSWER: Grant("办理这个环节", circumstances=_BY_TURN),
    Permission.TAKE_BACK: Grant(
        "撤回重填已经办结的表单", _LEADERS, frozenset({Circumstance.ANSWERED})
    ),
    Permission.SIGN: Grant(
        "审批这份文书",
        circumstances=_BY_TURN,
        never={
            Circumstance.AUTHOR: "不能审批自己撰写的文书,也不能代理撰写人审批;请转交其他人审批。",
            Circumstance.SIGNED: "同一人不能在同一审批中签署两次;请转交其他人审批。",
        },
    ),
    Permission.WITHDRAW_APPROVAL: Grant("撤回送审", circumstances=frozenset({Circumstance.AUTHOR})),
    Permission.HAND_OVER: Grant("转办", _LEADERS, frozenset({Circumstance.OWNER})),
    Permission.CHASE: Grant("催办", _ON_CASES),
    Permission.TRY_AGAIN: Grant("让自动环节重试", _LEADERS),
    Permission.COVER: Grant("设置代理", _LEADERS, frozenset({Circumstance.SELF})),
    Permission.SETTLE_OBLIGATION: Grant("了结约定事项或者改期", _ON_CASES),
    Permission.CHANGE_DEADLINE: Grant("登记期限的中止、恢复、延长和重新起算", _LEADERS),
    Permission.EXTEND_TARGET: Grant("延长本中心自定的目标", _DIRECTOR),
    Permission.GIVE_ORDER: Grant("督办", _DIRECTOR),
    Permission.OWE_FEEDBACK: Grant("作为被督办人", _ON_CASES),
    Permission.REPORT_ORDER: Grant("反馈督办", circumstances=frozenset({Circumstance.OWES})),
    Permission.RETURN_ORDER: Grant("退回督办的反馈", _DIRECTOR),
    Permission.CLOSE_ORDER: Grant(
        "办结督办", _DIRECTOR, never={Circumstance.OWES: "被督办人不能自己办结督办。"}
    ),
    Permission.WITHDRAW_CARD: Grant(
        "撤回黄牌、红牌",
        _DIRECTOR,
        never={Circumstance.SELF: "不能撤回记在本人名下的牌,请由另一位主任撤回。"},
    ),
    Permission.SET_TARGET: Grant("调整本中心的目标期限", _DIRECTOR),
    Permission.MOVE_LAW: Grant("决定案件改按新的规则包办理", _DIRECTOR),
    Permission.PLACE_CENTRE: Grant("设置本中心的所在地", _DIRECTOR | {Role.ADMINISTRATOR}),
    Permission.SEE_LOOKS: Grant("查阅本中心的查看记录", frozenset({Role.AUDITOR})),
    Permission.SEE_LOOKS_AT_CASE: Grant("查阅谁看过案件", _LEADERS),
    Permission.KEEP_OFFICERS: Grant(
        "管理工作人员的账号",
        frozenset({Role.ADMINISTRATOR}),
        never={Circumstance.SELF: "不能变更自己的账号,请由另一位系统管理员办理。"},
    ),
    Permission.SEE_BROKEN_PACKS: Grant("查看读不出的规则包", _DIRECTOR | {Role.ADMINISTRATOR}),
    Permission.KEEP_CALENDAR: Grant("维护工作日历", frozenset({Role.ADMINISTRATOR})),
}

#: Who somebody is by a circumstance, as a refusal names them.
CALLED: Mapping[Circumstance, str] = {
    Circumstance.OWNER: "办理人",
    Circumstance.OF_ROLE: "该环节岗位的人员",
    Circumstance.AUTHOR: "文书的撰写人",
    Circumstance.SIGNED: "已经签署的人",
    Circumstance.ANSWERED: "填写人",
    Circumstance.OWES: "被督办人",
    Circumstance.SELF: "本人",
}


def why_not(
    roles: Iterable[str], permission: Permission, circumstances: Collection[Circumstance] = ()
) -> Refusal | None:
    """Say why somebody may not do something; None where they may.

    Args:
        roles: What they are in their centre.
        permission: What they want to do.
        circumstances: What they are to the thing at hand; those the row does not name are
            without effect.
    """
    grant = TABLE[permission]
    if not grant.roles.intersection(roles) and not grant.circumstances.intersection(circumstances):
        return Refusal(only_they(permission))
    for one, sentence in grant.never.items():
        if one in circumstances:
            return Refusal(sentence, is_own=True)
    return None


def may(
    roles: Iterable[str], permission: Permission, circumstances: Collection[Circumstance] = ()
) -> bool:
    """Say whether somebody may do something."""
    return why_not(roles, permission, circumstances) is None


def only_they(permission: Permission) -> str:
    """The sentence that says who may."""
    grant = TABLE[permission]
    who = [CALLED[one] for one in Circumstance if one in grant.circumstances]
    who += [ROLES[role] for role in Role if role in grant.roles]
    *first, last = who
    named = f"{'、'.join(first)}或者{last}" if first else last
    return f"只有{named}可以{grant.words}。"


def fits(roles: Iterable[str], asked: str | None) -> bool:
    """Say whether somebody with these roles can be given what asks for a role."""
    return asked in set(roles)


def share_a_role(one: Iterable[str], other: Iterable[str]) -> bool:
    """Say whether somebody can stand in for another: at least in one of their roles."""
    return bool(set(one) & set(other))
