"""The procedure as one table to read: stages, steps, forms, documents, rules, gates, transitions.

Nothing is written here twice: steps come from the walk of the proof, numbers and sources from the
rule pack, what follows what from the transition table. `hutong procedure` prints it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from deployments.procedure.article_lists import merged
from documents.papers import PAPERS
from documents.punctuation import full_width
from models.errors import BadInput
from models.forms.catalogue import FORMS
from models.labels import HOLDERS, OUTCOMES, ROLES, SIGN_MODES, STAGES, STEP_KINDS
from models.law.blanks import filled
from models.law.pack import RulePack
from models.law.rule import Rule
from models.law.stages import TRANSITIONS
from models.law.vocabulary import ClockKind
from models.store.stage import PROCEDURE_VERSION
from models.words import MAIN_STAGES, PAPER_NUMBERS, Holder, Paper, Role, SignMode, Stage, StepKind
from proof.steps import StageMet, StepMet, steps_met
from tasks.deadlines.counting import NO_NUMBER, NO_RULE
from tasks.effects.issuing import AUTOMATIC
from tasks.journal.effect import (
    ExtendClock,
    IssuePaper,
    OpenApproval,
    OpenStep,
    OpenSteps,
    SetTimer,
)
from web.titles import step_title

BY_AN_ANSWER = "由前一环节的记录确定。"


@dataclass(frozen=True)
class BookStep:
    """One step as a person reads it.

    Attributes:
        key: Journal key; `{…}` stands for what a case fills in.
        owners: Roles that do it, in signing order; empty: the system does it.
        holder: Who has the ball; None: an earlier answer says who.
        rules: Ids in the pack; several: an earlier answer says which.
        deadline: How long, or why there is no number; Chinese.
        fixed_by_answer: Whether an earlier answer names its instant, and nothing is counted.
        since_answer: Whether the count starts at an instant that an earlier answer gives.
        conditional: Whether a case can pass the stage without it.
        repeats: Whether it comes once a party, window or turn.
        when: Under which answers it comes, Chinese; empty where none alone decides.
    """

    key: str
    kind: StepKind
    kind_title: str
    title: str
    form: str | None
    paper: str | None
    owners: tuple[str, ...]
    owner_titles: tuple[str, ...]
    mode: str | None
    holder: str | None
    holder_title: str
    rules: tuple[str, ...]
    deadline: str
    fixed_by_answer: bool
    since_answer: bool
    conditional: bool
    repeats: bool
    when: tuple[str, ...]


def book(pack: RulePack, stages: Iterable[Stage] = Stage) -> dict[str, Any]:
    """Return the procedure as JSON values.

    Args:
        pack: Whose rules give the deadlines.
        stages: Only these, with the forms, documents, rules and gates that they use.
    """
    told = [stage_page(stage, pack) for stage in stages]
    names = {page["name"] for page in told}
    steps = [step for page in told for step in page["steps"]]
    rules = {rule for step in steps for rule in step["rules"]}
    return {
        "procedure": PROCEDURE_VERSION,
        "pack": pack.version,
        "stages": told,
        "transitions": [t for t in transitions() if t["from"] in names or t["to"] in names],
        "forms": {n: form_page(n, pack) for n in FORMS if n in {step["form"] for step in steps}},
        "documents": [paper_page(p) for p in Paper if p in {step["paper"] for step in steps}],
        "rules": [
            rule_page(rule) for rule in pack.rules.values()
            if rule.id in rules or rule.stage in names
        ],
        "gates": [
            {
                "id": gate.id, "title": full_width(gate.title), "source": full_width(gate.source),
                "confirmed": gate.confirmed.value,
            }
            for gate in pack.gates.values() if names & set(gate.stages)
        ],
    }  # fmt: skip


def stage_named(name: str) -> Stage:
    """Find a stage by its word or its Chinese title.

    Raises:
        BadInput: There is none; the sentence lists them all.
    """
    for stage in Stage:
        if name in (stage.value, STAGES[stage]):
            return stage
    listed = "、".join(f"{stage.value}（{STAGES[stage]}）" for stage in Stage)
    raise BadInput(f"没有名为“{name}”的阶段，可用的有：{listed}。")


def stage_page(stage: Stage, pack: RulePack) -> dict[str, Any]:
    """One stage: title, source, where it may end, its steps in order."""
    met = steps_met(stage)
    forms = [FORMS[step.form] for step in steps_of(met, pack) if step.form]
    sources = merged(part for form in forms for part in form.source.split(";") if part)
    return {
        "name": stage.value,
        "title": STAGES[stage],
        "line": "main" if stage in MAIN_STAGES else "side",
        "source": full_width(sources),
        "needs_conclusion": met.needs_conclusion,
        "ends": [t["outcome"] for t in transitions() if t["from"] == stage.value],
        "steps": [asdict(step) for step in steps_of(met, pack)],
    }


def steps_of(met: StageMet, pack: RulePack) -> list[BookStep]:
    """The steps of a stage, with their Chinese and their deadlines."""
    return [_step(step, pack) for step in met.steps]


def transitions() -> list[dict[str, str | None]]:
    """What follows which outcome on the main line; `to` None ends the case."""
    return [
        {
            "from": stage.value, "outcome": outcome.value, "outcome_title": OUTCOMES[outcome],
            "to": following.to.value if following.to else None,
            "source": full_width(following.source),
        }
        for (stage, outcome), following in TRANSITIONS.items()
    ]  # fmt: skip


def form_page(name: str, pack: RulePack) -> dict[str, Any]:
    """A form: what it is called, what it asks, its JSON schema."""
    form = FORMS[name]
    return {
        "title": full_width(form.title), "what_now": full_width(filled(form.what_now, pack)),
        "source": full_width(form.source), "schema": form.model_json_schema(),
    }  # fmt: skip


def paper_page(paper: Paper) -> dict[str, Any]:
    """A document: number in the rulebook, title, reader, series, source."""
    kind = PAPERS[paper]
    return {
        "name": paper.value, "number": PAPER_NUMBERS[paper], "title": kind.title,
        "audience": kind.audience.label, "series": kind.series, "source": full_width(kind.source),
    }  # fmt: skip


def rule_page(rule: Rule) -> dict[str, Any]:
    """A rule: length, clock, who owes it, source, and how far the source was seen."""
    return {
        "id": rule.id, "title": full_width(rule.title), "stage": rule.stage.value,
        "starts": full_width(rule.starts.text) if rule.starts else None,
        "length": str(rule.counted) if rule.counted else None,
        "reason": full_width(rule.untimed_reason or ""), "clock": rule.clock.value,
        "is_target": rule.is_target, "owes": [full_width(word.text) for word in rule.owes],
        "holder": rule.holder.value, "documents": [word.code for word in rule.documents],
        "layer": rule.layer.value, "layer_title": full_width(rule.layer.chinese),
        "confirmed": rule.confirmed.value,
        "confirmed_title": full_width(rule.confirmed.chinese), "printable": rule.printable,
        "source": full_width(rule.source),
    }  # fmt: skip


@dataclass(frozen=True)
class _Facts:
    """What the instances of one step share, and where they differ."""

    kind: StepKind
    about: tuple[str | None, ...] = (None,)
    form: str | None = None
    paper: Paper | None = None
    owners: tuple[Role, ...] = ()
    mode: SignMode | None = None
    holders: tuple[Holder, ...] = (Holder.CENTRE,)
    rules: tuple[str, ...] = ()
    fixed: bool = False
    since: bool = False


def _facts(met: StepMet) -> _Facts:
    effect = met.effect
    if isinstance(effect, OpenSteps):
        return _asked_facts([one.steps[0] for one in met.effects if isinstance(one, OpenSteps)])
    if isinstance(effect, OpenApproval):
        return _Facts(
            StepKind.APPROVE, (effect.about,), paper=effect.paper, owners=effect.by,
            mode=effect.mode, rules=(effect.rule,),
        )  # fmt: skip
    if isinstance(effect, IssuePaper):
        about = [one.about for one in met.effects if isinstance(one, IssuePaper)]
        return _Facts(StepKind.ISSUE, tuple(dict.fromkeys(about)), paper=effect.paper)
    if isinstance(effect, SetTimer):
        return _Facts(StepKind.TIMER, holders=(Holder.TIME,), fixed=True)
    rule = getattr(effect, "rule", None)
    return _Facts(
        StepKind.EFFECT, rules=(rule,) if rule else (), fixed=isinstance(effect, ExtendClock)
    )


def _asked_facts(asked: Sequence[OpenStep]) -> _Facts:
    first = asked[0]
    return _Facts(
        StepKind.ASK,
        tuple(dict.fromkeys(one.about for one in asked)),
        form=first.form,
        owners=tuple(dict.fromkeys(one.of for one in asked)),
        holders=tuple(dict.fromkeys(one.holder for one in asked)),
        rules=tuple(dict.fromkeys(one.rule for one in asked if one.rule)),
        fixed=any(one.by for one in asked),
        since=any(one.since for one in asked),
    )


def _step(met: StepMet, pack: RulePack) -> BookStep:
    facts = _facts(met)
    holder = facts.holders[0] if len(facts.holders) == 1 else None
    about = facts.about[0] if "{" not in met.key else None
    title = step_title(
        facts.kind, key=met.key, form=facts.form, paper=facts.paper, about=about, turn=1
    )
    return BookStep(
        key=met.key,
        kind=facts.kind,
        kind_title=STEP_KINDS[facts.kind],
        title=full_width(title),
        form=facts.form,
        paper=facts.paper.value if facts.paper else None,
        owners=tuple(role.value for role in facts.owners),
        owner_titles=tuple(ROLES[role] for role in facts.owners),
        mode=SIGN_MODES[facts.mode] if facts.mode else None,
        holder=holder.value if holder else None,
        holder_title=HOLDERS[holder] if holder else BY_AN_ANSWER,
        rules=facts.rules,
        deadline=_deadline(facts, pack),
        fixed_by_answer=facts.fixed,
        since_answer=facts.since,
        conditional=not met.always,
        repeats=met.repeats,
        when=tuple(full_width(str(one)) for one in met.when),
    )


def _deadline(facts: _Facts, pack: RulePack) -> str:
    """How long a step may take, or the stated reason why nothing says so."""
    if facts.fixed:
        return BY_AN_ANSWER
    if not facts.rules:
        return full_width(NO_RULE if facts.kind is StepKind.ASK else AUTOMATIC)
    lengths = dict.fromkeys(_length(pack.rule(rule)) for rule in facts.rules)
    return full_width(" / ".join(lengths))


def _length(rule: Rule) -> str:
    if rule.clock in (ClockKind.NONE, ClockKind.WINDOWS):
        return rule.untimed_reason or NO_NUMBER
    doubt = "本中心自定目标" if rule.is_target else rule.confirmed.chinese
    said = f"{rule.counted},{rule.clock.chinese}"
    return said if rule.printable else f"{said},{doubt}"
