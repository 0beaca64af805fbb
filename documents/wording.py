"""How a document writes dates, names, money and what is not known. Pure functions of their input.

Contexts call them; the same functions are the only filters a template may use.
"""

from datetime import date, datetime
from decimal import Decimal

from documents.punctuation import full_width
from models.errors import BadInput
from models.law.dates import SHANGHAI, chinese, shanghai_date

#: Nothing of the kind exists.
NONE = "无"
#: It exists or may exist, and is not known. Never left blank: a blank reads as forgotten.
UNKNOWN = "未查明"
#: Follows a date that a later official notice may move (gate G9).
UNCONFIRMED = full_width("(未核实,仅供内部掌握)")
PROVISIONAL = full_width("(暂定,以国务院办公厅节假日安排公布后的核定为准)")

#: Surnames of two characters, so that masking keeps the surname and nothing more.
_DOUBLE_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文",
    "长孙", "司徒", "夏侯", "轩辕", "端木", "百里", "南宫", "西门", "独孤", "呼延", "万俟",
)  # fmt: skip

#: Comma, semicolon and enumeration comma, half and full width.
_PAUSES = ",;、\uff0c\uff1b"
#: What ends a sentence: full stop, question and exclamation mark, closing quote, dots.
_STOPS = ("。", "?", "!", "\uff1f", "\uff01", "”", "…")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_MOST_MONEY = Decimal("999999999999.99")


def cn_date(day: date | None) -> str:
    """Write a day as `2026年11月5日`; an aware instant by its Shanghai day; None as not known.

    Source: GB/T 9704-2012 (Arabic numerals, no leading zeros).
    """
    return UNKNOWN if day is None else chinese(shanghai_date(day))


def cn_instant(instant: datetime | None) -> str:
    """Write an aware instant in Shanghai time as `2026年11月5日9时05分`; None as not known.

    Raises:
        BadInput: A naive datetime.
    """
    if instant is None:
        return UNKNOWN
    day = chinese(shanghai_date(instant))
    local = instant.astimezone(SHANGHAI)
    return f"{day}{local.hour}时{local.minute:02d}分"


def masked(name: str) -> str:
    """Hide a name but for its surname: `林小禾` → `林某某`, `欧阳小禾` → `欧阳某某`.

    Of a name with a middle dot only the first character is kept. Always `某某` for what is hidden
    beyond one character, so that the length of the name is not told.
    """
    if len(name) <= 1:
        return "某"
    if "·" in name:
        return f"{name[0]}某某"
    double = name.startswith(_DOUBLE_SURNAMES) and len(name) > len("欧阳")
    return f"{name[:2] if double else name[0]}{'某' if len(name) == len('林禾') else '某某'}"


def or_none(text: str | None) -> str:
    """Write `无` for what is empty."""
    return text.strip() if text and text.strip() else NONE


def or_unknown(text: str | None) -> str:
    """Write `未查明` for a fact nobody knows yet."""
    return text.strip() if text and text.strip() else UNKNOWN


def yes_no(*, value: bool | None) -> str:
    """Write 是, 否, or that it is not known."""
    if value is None:
        return UNKNOWN
    return "是" if value else "否"


def paragraphs(text: str | None) -> tuple[str, ...]:
    """Split what a person typed into paragraphs, one a line; blank lines fall; never empty."""
    lines = tuple(line.strip() for line in (text or "").splitlines() if line.strip())
    return lines or (NONE,)


def sentence(text: str) -> str:
    """End a text with a full stop unless it ends with one already, so that sentences can follow."""
    tidy = text.strip().rstrip(_PAUSES)
    return tidy if tidy.endswith(_STOPS) else f"{tidy}。"


def joined(items: tuple[str, ...] | list[str], *, between: str = "、") -> str:
    """Join a list for running text; an empty one is `无`."""
    return between.join(item for item in items if item) or NONE


def numbered(count: int) -> str:
    """Write 1-99 as a Chinese ordinal figure, as in `一、` or `二十一、`."""
    figures = "零一二三四五六七八九"
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{figures[tens]}十")
    return head + (figures[ones] if ones or not tens else "")


def rmb(amount: Decimal | int) -> str:
    """Write yuan in capitals: `10000` → `人民币壹万元整`.

    Args:
        amount: Yuan, 0 ≤ amount < one trillion, at most two decimals.

    Raises:
        BadInput: Negative, too large, or finer than a fen.
    """
    money = Decimal(amount)
    if not 0 <= money <= _MOST_MONEY or money != money.quantize(Decimal("0.01")):
        raise BadInput("金额应在 0 至一万亿元之间,最多两位小数。")
    yuan, fen = divmod(int(money * 100), 100)
    jiao, fen = divmod(fen, 10)
    text = f"{_whole(yuan)}元" if yuan or not (jiao or fen) else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        text += "零"
    text += f"{_DIGITS[fen]}分" if fen else "整"
    return f"人民币{text}"


def _whole(yuan: int) -> str:
    if not yuan:
        return "零"
    text, zero = "", False
    groups = [(yuan // 10 ** (4 * power)) % 10_000 for power in range(len(_GROUPS))]
    for power in reversed(range(len(_GROUPS))):
        group = groups[power]
        if not group:
            zero = zero or bool(text)
            continue
        if text and (zero or group < 1_000):  # noqa: PLR2004  # a group of four places
            text += "零"
        text += _four(group) + _GROUPS[power]
        zero = False
    return text


def _four(group: int) -> str:
    text, zero = "", False
    for place in reversed(range(len(_PLACES))):
        digit = (group // 10**place) % 10
        if digit:
            text += ("零" if zero else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = bool(text)
    return text
