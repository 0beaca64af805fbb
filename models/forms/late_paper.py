"""A paper that comes when no step asks for it any more, mostly in a closed case (补记来件)."""

from datetime import date

from models.choice import Choice
from models.forms.base import Form, field


class Follows(Choice):
    """What comes of a late paper."""

    KEPT = "kept", "只归档"
    CORRECT = "correct", "据此更正已经办结的内容"
    GO_ON = "go_on", "需要重新办理,请督导、主任决定"


class LatePaper(Form):
    """What came, from whom, when, what it says, where it is kept, and what comes of it.

    It asserts no fact of the case: what it proves wrong is put right (更正), and what it asks for
    is done in the procedure.
    """

    title = "补记来件"
    what_now = "登记环节办结、案件结案以后才收到的材料;不改变程序,需要继续办理的另行决定。"
    source = "指导纲要第37条"

    name: str = field("材料名称", max_length=100)
    sender: str = field("来自哪个单位或者什么人", max_length=100)
    number: str | None = field("文号", optional=True, max_length=100)
    received_on: date = field("收到日期")
    content: str = field("主要内容", widget="textarea", max_length=2000)
    kept_where: str = field("归入哪里", max_length=100, hint="例如案卷第几卷第几页。")
    follows: Follows = field("怎样处理", widget="radios")
    reason: str = field(
        "补记的理由", widget="textarea", max_length=1000, hint="为什么这时才收到,或者没有环节可填。"
    )
