"""Reading what an entry expects."""

from deployments.rehearsal.actions import read_action
from deployments.rehearsal.keys import (
    Keys,
    number,
    obligation_name,
    step_name,
    word,
    yes_or_no,
)
from deployments.rehearsal.marked import BadCase, Marked
from deployments.rehearsal.script import Expected, Refusal, StepName
from models.words import CardColour, Outcome, Paper, Stage

#: How an obligation may stand: not settled; kept in time or late; ended without being kept.
STANDINGS = ("owed", "kept", "late", "over")


def read_expected(marked: Marked) -> tuple[Expected, ...]:
    """Read one expectation, or a list of them.

    Raises:
        BadCase: An unknown key or a value of the wrong type.
    """
    blocks = marked.items if not isinstance(marked.value, dict) else (marked,)
    return tuple(_one(block) for block in blocks)


def _one(marked: Marked) -> Expected:
    keys = Keys(marked)
    stage, sides, late = keys.get("stage"), keys.get("sides"), keys.get("late")
    empty_late = "late" in keys and late is None
    closed, custody = keys.get("closed"), keys.get("in_custody")
    voided = keys.get("voided")
    expected = Expected(
        place=marked,
        stage=word(stage, Stage, "阶段") if stage else None,
        sides=tuple(word(one, Stage, "并行程序") for one in sides.items) if sides else None,
        outcomes=tuple(
            (value, word(place, Stage, "阶段"), word(value, Outcome, "结果"))
            for place, value in _pairs(keys, "outcomes")
        ),
        open=_steps(keys, "open"),
        not_open=_steps(keys, "not_open"),
        documents=_counts(keys, "documents"),
        versions=_counts(keys, "versions"),
        due=tuple((v, step_name(k), v.text) for k, v in _pairs(keys, "due")),
        late=frozenset() if empty_late else _late(late) if late else None,
        rounds=tuple((v, step_name(k), number(v, 1)) for k, v in _pairs(keys, "rounds")),
        obligations=tuple(
            (v, obligation_name(k), _standing(v)) for k, v in _pairs(keys, "obligations")
        ),
        owners=tuple((v, step_name(k), v.text) for k, v in _pairs(keys, "owners")),
        reminders=tuple((v, step_name(k), number(v)) for k, v in _pairs(keys, "reminders")),
        chased=tuple((v, step_name(k), number(v)) for k, v in _pairs(keys, "chased")),
        cards=tuple((v, k.text, _colours(v)) for k, v in _pairs(keys, "cards")),
        late_clocks=_late_clocks(keys),
        says=_sentences(keys, "says"),
        silent=_sentences(keys, "silent"),
        closed=yes_or_no(closed) if closed else None,
        voided=yes_or_no(voided) if voided else None,
        in_custody=yes_or_no(custody) if custody else None,
        centre=keys.text("centre") or None,
        refusals=_refusals(keys),
    )
    keys.finish()
    return expected


def _standing(marked: Marked) -> str:
    if marked.text not in STANDINGS:
        raise BadCase(marked, f"约定事项写成:{'、'.join(STANDINGS)}。")
    return marked.text


def _late(marked: Marked) -> frozenset[str]:
    return frozenset(step_name(one).key for one in marked.items)


def _colours(marked: Marked) -> tuple[str, ...]:
    many = marked.items if isinstance(marked.value, tuple) else (marked,)
    named = [one for one in many if one.value not in ("", "none")]
    return tuple(word(one, CardColour, "颜色").value for one in named)


def _late_clocks(keys: Keys) -> frozenset[str] | None:
    if "late_clocks" not in keys:
        return None
    found = keys.get("late_clocks")
    return frozenset(one.text for one in found.items) if found else frozenset()


def _sentences(keys: Keys, name: str) -> tuple[tuple[Marked, Paper, str], ...]:
    return tuple(
        (one, word(place, Paper, "文书"), one.text)
        for place, value in _pairs(keys, name)
        for one in (value.items if isinstance(value.value, tuple) else (value,))
    )


def _steps(keys: Keys, name: str) -> tuple[tuple[Marked, StepName], ...]:
    found = keys.get(name)
    return tuple((one, step_name(one)) for one in found.items) if found else ()


def _pairs(keys: Keys, name: str) -> tuple[tuple[Marked, Marked], ...]:
    found = keys.get(name)
    if found is None:
        return ()
    return tuple((found.key(key), value) for key, value in found.fields.items())


def _counts(keys: Keys, name: str) -> tuple[tuple[Marked, Paper, int], ...]:
    return tuple((v, word(k, Paper, "文书"), number(v)) for k, v in _pairs(keys, name))


def _refusals(keys: Keys) -> tuple[Refusal, ...]:
    found = keys.get("refused")
    if found is None:
        return ()
    blocks = found.items if not isinstance(found.value, dict) else (found,)
    return tuple(_refusal(block) for block in blocks)


def _refusal(marked: Marked) -> Refusal:
    keys = Keys(marked)
    because = keys.need("because").text
    action = read_action(keys)
    if action is None:
        raise BadCase(marked, "refused 里要写一个动作,例如 answer 或者 approve。")
    keys.finish()
    return Refusal(marked, action, because)
