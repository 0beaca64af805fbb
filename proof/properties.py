"""What must hold after every move. Each property has a code, a Chinese sentence and its source.

A property looks at one move (`proof.seen`) and says, in Chinese, what is wrong. What only the
whole graph can tell (dead ends, closure out of reach) is in `proof.ends`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from proof.custody import (
    custody_begins_with_a_signed_handover,
    custody_ends_before_the_case,
    nobody_in_custody_is_supported_at_home,
)
from proof.main_line import (
    follow_up_is_owed,
    one_main_stage,
    petition_has_its_foundations,
    return_needs_its_conclusion,
    returned_goes_to_follow_up,
    sides_end_as_sides,
)
from proof.papers import endings_have_their_papers
from proof.seen import Seen
from proof.waits import (
    approval_follows_issue,
    every_form_is_known,
    every_wait_has_a_reason,
    every_wait_has_an_owner,
    not_yet_is_not_done,
)

#: Looks at a move and says what is wrong with it.
Check = Callable[[Seen], Iterator[str]]


@dataclass(frozen=True)
class Property:
    """Something that must hold.

    Attributes:
        code: Stable name, as in a list of findings.
        title: What must hold, in Chinese.
        source: The article behind it, or why it is asked.
    """

    code: str
    title: str
    source: str


#: Checked after every move.
BY_MOVE: Mapping[Property, Check] = {
    Property("P01", "等待的环节都有办理岗位和责任方", "指导纲要第33条;本系统约定"):
        every_wait_has_an_owner,
    Property("P02", "等待的环节都有期限规则、固定日期或者写明的理由", "本系统约定"):
        every_wait_has_a_reason,
    Property("P03", "每张表单都有已知的决定可选", "本系统约定"): every_form_is_known,
    Property("P04", "审批总在所签文书生成之后", "本系统约定"): approval_follows_issue,
    Property("P05", "办理中的案件始终恰有一个主线阶段", "本系统约定"): one_main_stage,
    Property("P06", "送返回家以后必定进入回访", "指导纲要第75、78条"): returned_goes_to_follow_up,
    Property("P07", "交出儿童以后,回访没有办完不结案", "指导纲要第77–79条(闸门G8)"):
        follow_up_is_owed,
    Property("P08", "没有送返的会商结论,不办送返", "指导纲要第71条;《意见》第19条(闸门G1)"):
        return_needs_its_conclusion,
    Property("P09", "没有评估、会商结论和法务审批,不向法院申请", "指导纲要第72条(闸门G6)"):
        petition_has_its_foundations,
    Property("P10", "临时监护只从双方签字的交接单起算", "《意见》第11、15条(闸门G3)"):
        custody_begins_with_a_signed_handover,
    Property("P11", "结案时儿童已经离开临时监护", "未成年人保护法第93条"):
        custody_ends_before_the_case,
    Property("P12", "儿童在临时监护中的,不以“留在家庭”办理", "指导纲要第71条(闸门G1)"):
        nobody_in_custody_is_supported_at_home,
    Property("P13", "阶段结束时,应出的文书已经出具、签批", "指导纲要第37条;规则手册D1–D19"):
        endings_have_their_papers,
    Property("P24", "没有办到的不算办完,到说定的日期再办", "《意见》第12、13条;未成年人保护法第92条"):
        not_yet_is_not_done,
    Property("P14", "并行程序只以“已办结”或者“未办成”结束", "本系统约定"): sides_end_as_sides,
}  # fmt: skip

#: Properties of the main line, which a side procedure walked alone has not.
MAIN_ONLY = frozenset({"P05", "P06"})

#: Where these fail, what follows means nothing, and the path ends.
NO_WAY_ON = frozenset({"P05"})

#: Found while a stage is told, or over all paths together.
SAME_KEY = Property("P15", "同一个键不指两件事", "本系统约定")
TELLS = Property("P16", "每一步都能接着办下去,不抛出程序错误", "本系统约定")
#: Found on the finished graph.
NO_DEAD_END = Property("P17", "没有死路:办理中的案件总有可办的环节", "本系统约定")
CAN_CLOSE = Property("P18", "从任何状态都能办到结案", "指导纲要第37条")
SIDE_ENDS = Property("P19", "并行程序从任何状态都能办完", "本系统约定")
IS_WALKED = Property("P20", "流转表的每一行都走得到", "本系统约定")
#: Found at the doors (`proof.doors`), beside the walk of the stages.
RECEIVES = Property(
    "P21", "每个交接环节只有应当接收的人能接走儿童", "指导纲要第71条;《意见》第17条;民法典第36条"
)
LEAVES = Property(
    "P22", "没有应有的事实,儿童不能离开临时监护", "民法典第17、38条;指导纲要第71条(闸门G1)"
)
GUARDED = Property("P23", "儿童离开的每张表单都过交接的闸门", "本系统约定")

#: Found on the walk of each stage while nobody makes a document (`proof.standing_still`).
GOES_ON = Property(
    "P25", "文书没有生成的,只有签署、交付这份文书的环节等它", "未成年人保护法第11条;本系统约定"
)

ALL: tuple[Property, ...] = (
    *BY_MOVE, SAME_KEY, TELLS, NO_DEAD_END, CAN_CLOSE, SIDE_ENDS, IS_WALKED,
    RECEIVES, LEAVES, GUARDED, GOES_ON,
)  # fmt: skip
