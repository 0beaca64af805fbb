"""Why a document is refused. Messages name the template or the field, never what it contains."""

from models.errors import BrokenInvariant, RuleBroken


class TextNotPrintable(RuleBroken):
    """内容里有无法打印的字符(控制字符或改变文字方向的字符),请在表单中删除后重新提交。"""


class ConfidentialityMissing(RuleBroken):
    """通报函缺少保密义务条款,不得发出(G5)。"""


class TemplateFaulty(BrokenInvariant):
    """文书模板有错误,不能使用;请改用正式发布的模板。"""


class TextLost(BrokenInvariant):
    """生成的文书与填写的内容不一致,已停止生成;请联系管理员。"""
