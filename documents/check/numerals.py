"""Numbers as papers write them: Arabic or Chinese figures up to 9999."""

import re

_FIGURES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
            "七": 7, "八": 8, "九": 9}  # fmt: skip
_PLACES = {"十": 10, "百": 100, "千": 1000}
FIGURE = r"(?:\d+|[零〇一二两三四五六七八九十百千]+)"


def number_in(text: str) -> int | None:
    """Read a whole number that is all of a text, or None."""
    said = text.strip()
    if re.fullmatch(r"[0-9]{1,9}", said):
        return int(said)
    if not re.fullmatch(r"[零〇一二两三四五六七八九十百千]+", said):
        return None
    whole, figure = 0, 0
    for sign in said:
        if sign in _PLACES:
            whole += (figure or 1) * _PLACES[sign]
            figure = 0
        else:
            figure = _FIGURES[sign]
    return whole + figure


def chinese_figure(count: int) -> str:
    """Write 1-99 as in headings: 二十一."""
    figures = "零一二三四五六七八九"
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{figures[tens]}十")
    return head + (figures[ones] if ones or not tens else "")
