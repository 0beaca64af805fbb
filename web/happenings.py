"""The event chain in sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.facts.obligations import KINDS
from models.labels import ATTACHMENT_KINDS, CARD_COLOURS, TAGS
from models.law.dates import chinese_day
from models.store.views_case import EventLine
from models.words import AttachmentKind, CardColour, Tag
from web.listing import title_of
from web.names import outcome_name, paper_name, stage_name
from web.wording import _, word

#: What an obligation is called, by the word the chain has for it.
_OBLIGATIONS = {kind.code: kind.says for kind in KINDS}


@dataclass(frozen=True)
class Happened:
    """One event in words."""

    row: EventLine
    actor: str
    text: str
    stage: str


def said(row: EventLine) -> Happened:
    """Say what an event tells."""
    tag = Tag(row.tag)
    about = _ABOUT.get(tag, _step)(row)
    text = word(TAGS[tag])
    return Happened(
        row=row,
        actor=row.actor or _("系统"),
        text=_("%(text)s：%(about)s", text=text, about=about) if about else text,
        stage=stage_name(row.stage) if row.stage else "",
    )


def _step(row: EventLine) -> str:
    return title_of(row)


def _answered(row: EventLine) -> str:
    """A step, with the day of the fact where that is not the day of the entry."""
    done_on = row.detail.get("done_on")
    if not done_on:
        return _step(row)
    day = chinese_day(date.fromisoformat(done_on))
    return _("%(step)s（%(day)s办理）", step=_step(row), day=word(day))


def _stage(row: EventLine) -> str:
    return stage_name(row.stage) if row.stage else ""


def _closed(row: EventLine) -> str:
    outcome = outcome_name(row.detail.get("outcome"))
    return f"{_stage(row)}（{outcome}）" if outcome else _stage(row)


def _paper(row: EventLine) -> str:
    name, number = paper_name(row.detail.get("paper")), row.detail.get("number", "")
    return f"《{name}》{number} v{row.detail.get('version', '')}"


def _member(row: EventLine) -> str:
    return row.about_officer or ""


def _law(row: EventLine) -> str:
    return f"{row.detail.get('old', '')} → {row.detail.get('new', '')}"


def _clock(row: EventLine) -> str:
    if promised := _OBLIGATIONS.get(row.detail.get("obligation", "")):
        return word(promised)
    rule = row.detail.get("rule", "")
    return _step(row) or (_("规则%(rule)s", rule=rule) if rule else "")


def _card(row: EventLine) -> str:
    colour = word(CARD_COLOURS[CardColour(row.detail["colour"])])
    return f"{colour}，{_step(row)}" if row.kind else colour


def _attachment(row: EventLine) -> str:
    return word(ATTACHMENT_KINDS[AttachmentKind(row.detail["kind"])])


_ABOUT: dict[Tag, Callable[[EventLine], str]] = {
    Tag.CASE_LAW_CHANGED: _law,
    Tag.CLOCK_STARTED: _clock,
    Tag.CLOCK_MET: _clock,
    Tag.CLOCK_STOPPED: _clock,
    Tag.CLOCK_EXTENDED: _clock,
    Tag.STAGE_OPENED: _stage,
    Tag.STAGE_CLOSED: _closed,
    Tag.PAPER_ISSUED: _paper,
    Tag.TEAM_JOINED: _member,
    Tag.TEAM_LEFT: _member,
    Tag.TEAM_LED: _member,
    Tag.STEP_ANSWERED: _answered,
    Tag.ATTACHMENT_ADDED: _attachment,
    Tag.ATTACHMENT_COMPARED: _attachment,
    Tag.ATTACHMENT_REMOVED: _attachment,
    Tag.CARD_GIVEN: _card,
    Tag.CARD_WITHDRAWN: _card,
}
