"""Every way the program says no. The first docstring line of a class is its default sentence.

Messages reach people, so they are Chinese, say what, where and what to do, and carry no
personal data: ids, field names and rule numbers only.
"""


class HutongError(Exception):
    """程序无法完成这项操作。"""

    #: HTTP status the portal answers with; one table, `web/errors.py`, reads it.
    status = 500

    def __init__(self, message: str | None = None, *, source: str | None = None) -> None:
        """Carry a sentence and, when a rule is behind the refusal, its source.

        Args:
            message: The sentence shown; the class docstring's first line when absent.
            source: Citation such as `指导纲要第71条`.
        """
        doc = (self.__doc__ or "").strip().splitlines()[0]
        self.message = message or doc
        self.source = source
        super().__init__(self.message)


class RuleBroken(HutongError):
    """规则不允许这样做。"""

    status = 409


class StageNotOpen(RuleBroken):
    """该阶段没有打开,不能办理。"""


class StepNotOpen(RuleBroken):
    """该环节没有打开,不能办理。"""


class AlreadyDecided(RuleBroken):
    """该环节已经办理。"""


class DraftChanged(RuleBroken):
    """草稿已在另一个窗口或者另一台电脑上更改,没有覆盖它;两份内容都在下面。"""


class ApprovalVoid(RuleBroken):
    """文书所依据的数据已变更,原审批作废;新版文书生成后重新送审。"""


class OwnWork(RuleBroken):
    """不能办理与本人有关的这项操作。"""


class NotFound(HutongError):
    """没有找到。"""

    status = 404


class NotAllowed(HutongError):
    """您没有办理这项操作的权限。"""

    status = 403


class FormInvalid(HutongError):
    """表单有错误,请按提示修改。"""

    status = 422

    def __init__(self, errors: dict[str, list[str]]) -> None:
        """Carry all errors at once.

        Args:
            errors: Field path (`guardians.0.name`; `""` for the whole form) to sentences.
        """
        self.errors = errors
        fields = "、".join(k or "整张表单" for k in errors)
        super().__init__(f"表单有错误,请修改:{fields}。")


class PageTooOld(HutongError):
    """这个页面太旧了，没有作任何改动；填写的内容还在，请核对后再提交一次。"""

    status = 422


class SentOtherwise(RuleBroken):
    """这个页面已经提交过一次，这次的内容与上次不同，没有再办理；确实还要办理的，请再提交一次。"""


class OutsideFailure(HutongError):
    """外部系统没有响应,稍后会自动重试。"""

    status = 503


class NoRoom(OutsideFailure):
    """磁盘已满,暂停写入;腾出空间后自动继续,已经提交的内容没有丢失。"""


class OrchestratorUnreachable(OutsideFailure):
    """流程引擎暂时不可用;办理不受影响,流程稍后自动推进。"""


class MailRefused(OutsideFailure):
    """邮件服务器没有接收通知。"""


class BrokenInvariant(HutongError):
    """数据与程序的约定不符,请联系管理员。"""


class Unreadable(BrokenInvariant):
    """这里有一项封存的内容无法读取,已告知系统管理员,请等待从备份恢复后再办理。"""

    status = 409

    def __init__(self, place: str) -> None:
        """Carry where it stands: a table, a column and a row, nothing of what it says."""
        self.place = place
        super().__init__()


class WrongKey(HutongError):
    """主密钥不是封存本数据库的那一把。"""

    status = 503


class BadInput(HutongError):
    """输入有误。"""

    status = 400
