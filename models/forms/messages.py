"""Chinese sentences for what pydantic found; its own English never reaches a person."""

from collections.abc import Mapping
from typing import Any

#: Said of anything without a sentence of its own.
OTHERWISE = "内容不符合要求。"

_SENTENCES: dict[str, str] = {
    "missing": "请填写这一栏。",
    "uuid_parsing": "请从列出的选项中选择。",
    "uuid_type": "请从列出的选项中选择。",
    "enum": "请从列出的选项中选择。",
    "literal_error": "请从列出的选项中选择。",
    "string_type": "请填写文字。",
    "string_too_long": "内容太长,最多 {max_length} 个字。",
    "string_too_short": "内容太短,至少 {min_length} 个字。",
    "string_pattern_mismatch": "格式不对,请按提示填写。",
    "too_short": "至少填写 {min_length} 项。",
    "too_long": "最多填写 {max_length} 项。",
    "int_parsing": "请填写整数。",
    "int_type": "请填写整数。",
    "int_from_float": "请填写整数。",
    "float_parsing": "请填写数字。",
    "decimal_parsing": "请填写数字。",
    "greater_than_equal": "不能小于 {ge}。",
    "greater_than": "必须大于 {gt}。",
    "less_than_equal": "不能大于 {le}。",
    "less_than": "必须小于 {lt}。",
    "bool_parsing": "请选择“是”或“否”。",
    "bool_type": "请选择“是”或“否”。",
    "date_type": "请填写日期,例如 2026-11-21。",
    "date_parsing": "请填写日期,例如 2026-11-21。",
    "datetime_type": "请填写日期和时间,例如 2026-11-21 14:30。",
    "datetime_parsing": "请填写日期和时间,例如 2026-11-21 14:30。",
    "timezone_aware": "请填写日期和时间,例如 2026-11-21 14:30。",
    "extra_forbidden": "没有这一栏,请检查填写的名称。",
    "list_type": "这一栏应当是一个列表。",
    "tuple_type": "这一栏应当是一个列表。",
    "model_type": "这一组内容的格式不对。",
}


def sentence(error: Mapping[str, Any]) -> str:
    """Give the Chinese sentence for one pydantic error; never echoes the input."""
    kind = str(error["type"])
    if kind == "value_error":
        return str(error.get("ctx", {}).get("error", "")) or OTHERWISE
    return _SENTENCES.get(kind, OTHERWISE).format(**error.get("ctx", {}))
