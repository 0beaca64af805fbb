"""Nobody is born ahead of the moment at which that is recorded."""

from datetime import date, datetime

from pydantic import BaseModel

from models.law.dates import chinese_day, shanghai_date


def born_ahead(part: BaseModel, now: datetime, path: str = "") -> dict[str, list[str]]:
    """Who is said to be born in the future, by field, in every group and row of an answer."""
    wrong: dict[str, list[str]] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "birth_date" and isinstance(value, date) and is_ahead(value, now):
            wrong[path + name] = [f"{chinese_day(value)}还没有到,不能是出生日期;请核对年份。"]
        for at, one in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
            if isinstance(one, BaseModel):
                row = "" if at is None else f"{at}."
                wrong |= born_ahead(one, now, f"{path}{name}.{row}")
    return wrong


def is_ahead(told: date, now: datetime) -> bool:
    """Whether an instant, or a whole Shanghai day, is still to come."""
    if isinstance(told, datetime):
        return told > now
    return told > shanghai_date(now)
