"""Hearing the five voices, and what the guardian made of education and guidance."""

from datetime import date

from models.choice import Choice
from models.forms.base import Form, field
from models.forms.not_yet import NotYet, on_the_day
from models.forms.scopes import GuidanceSession


class HearingManner(Choice):
    """How somebody was heard."""

    IN_PERSON = "in_person", "当面"
    HOME_VISIT = "home_visit", "入户"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频"
    WRITTEN = "written", "书面"
    PLAY = "play", "绘画、游戏等适合年龄的方式"


class Voice(Form):
    """What one of the five had to say, or why it could not be heard."""

    title = "听取意见"
    what_now = "充分听取这一方的意见,尽量记原话;听不到的写明理由。"
    source = "指导纲要第55条;未成年人保护法第4条"

    heard: bool = field("已经听取", widget="radios", source="指导纲要第55条")
    speaker: str | None = field("陈述人和身份", shown_if="heard=yes", max_length=100)
    heard_on: date | None = field("日期", shown_if="heard=yes")
    manner: HearingManner | None = field("方式", shown_if="heard=yes")
    place: str | None = field("地点", shown_if="heard=yes", max_length=200)
    heard_by: str | None = field(
        "听取人", shown_if="heard=yes", max_length=100, hint="听取女童意见由女性工作人员进行。"
    )
    words: str | None = field(
        "意见原文摘录", shown_if="heard=yes", widget="textarea", max_length=4000
    )
    companion: str | None = field(
        "在场的合适成年人", shown_if="heard=yes", optional=True, max_length=100,
        source="未成年人保护法第110条",
    )  # fmt: skip
    reason_not_heard: str | None = field(
        "未能听取的理由", shown_if="heard=no", widget="textarea", max_length=500
    )
    attempts: str | None = field(
        "作过的努力", shown_if="heard=no", widget="textarea", max_length=500,
        hint="什么时候、怎样联系过。",
    )  # fmt: skip
    again_on: date | None = field(
        "改在哪一天听取", shown_if="heard=no", optional=True,
        hint="到那一天再次办理本环节;不填的不再听取。",
    )  # fmt: skip

    @property
    def not_yet(self) -> NotYet | None:
        """Not heard: on the day agreed; without one the reason ends it."""
        return None if self.heard else on_the_day(self.again_on)


class GuidanceRecord(Form):
    """Education and guidance given to the guardian, and how it was taken."""

    title = "监护人教育辅导记录"
    what_now = "逐次记录对监护人的教育辅导和他的表现;没有开展的写明理由。"
    source = "《意见》第18、28条"

    given: bool = field("已开展教育辅导", widget="radios", source="《意见》第18条")
    sessions: tuple[GuidanceSession, ...] = field("逐次记录", shown_if="given=yes", default=())
    repentance: str | None = field(
        "悔过情况", shown_if="given=yes", widget="textarea", max_length=1000,
        source="《意见》第28条",
    )  # fmt: skip
    performance: str | None = field(
        "总体表现", shown_if="given=yes", widget="textarea", max_length=1000,
        source="《意见》第18条",
    )  # fmt: skip
    court_order: bool = field(
        "有关机关已责令接受家庭教育指导", default=False, source="家庭教育促进法第49条"
    )
    why_not: str | None = field(
        "没有开展的理由", shown_if="given=no", widget="textarea", max_length=500
    )
    again_on: date | None = field(
        "改在哪一天开展", shown_if="given=no", optional=True,
        hint="到那一天再次办理本环节;不填的不再开展。",
    )  # fmt: skip

    @property
    def not_yet(self) -> NotYet | None:
        """Not given: on the day agreed; without one the reason ends it."""
        return None if self.given else on_the_day(self.again_on)
