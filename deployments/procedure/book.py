"""The procedure as one table to read: stages, steps, forms, documents, rules, gates, transitions.

Nothing is written here twice: steps come from the stage functions, numbers and sources from the
rule pack, what follows what from the transition table. `hutong procedure` prints it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from deployments.procedure.article_lists import merged
from deployments.procedure.reading import Told, ToldStep, read_stage
from documents.papers import PAPERS
from documents.punctuation import full_width
from models.errors import BadInput
from models.forms.catalogue import FORMS
from models.labels import HOLDERS, OUTCOMES, ROLES, SIGN_MODES, STAGES, STEP_KINDS
from models.law.pack import RulePack
from models.law.rule import Rule
from models.law.stages import TRANSITIONS
from models.law.vocabulary import Clock
from models.words import MAIN_STAGES, PAPER_NUMBERS, Holder, Paper, Role, Stage, StepKind
from tasks.deadlines.counting import NO_NUMBER, NO_RULE
from tasks.effects.clocks import AUTOMATIC
from tasks.effects.staging import PROCEDURE_VERSION
from tasks.journal.effect import IssuePaper, OpenApproval, OpenSteps, SetTimer
from web.titles import step_title

BY_AN_ANSWER = "由前一环节的记录确定。"


@dataclass(frozen=True)
class Step:
    """One step as a person reads it.

    Attributes:
        key: Journal key; `{…}` stands for what a case fills in.
        owners: Roles that do it, in signing order; empty: the system does it.
        holder: Who has the ball; None: an earlier answer says who.
        rule: Id in the pack; None with `rule_from`: an earlier answer says which.
        deadline: How long, or why there is no number; Chinese.
        conditional: Whether a case can pass the stage without it.
        repeats: Whether it comes once a party, window or turn.
        when: The conditions, as the stage writes them.
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
    rule: str | None
    rule_from: str | None
    deadline: str
    since: str | None
    due_at: str | None
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
    rules = {step["rule"] for step in steps}
    return {
        "procedure": PROCEDURE_VERSION,
        "pack": pack.version,
        "stages": told,
        "transitions": [t for t in transitions() if t["from"] in names or t["to"] in names],
        "forms": {n: form_page(n) for n in FORMS if n in {step["form"] for step in steps}},
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
    told = read_stage(stage)
    forms = [FORMS[step.form] for step in steps_of(told, pack) if step.form]
    sources = merged(part for form in forms for part in form.source.split(";") if part)
    return {
        "name": stage.value,
        "title": STAGES[stage],
        "line": "main" if stage in MAIN_STAGES else "side",
        "source": full_width(sources),
        "needs_conclusion": told.needs_conclusion,
        "ends": [t["outcome"] for t in transitions() if t["from"] == stage.value],
        "steps": [asdict(step) for step in steps_of(told, pack)],
    }


def steps_of(told: Told, pack: RulePack) -> list[Step]:
    """The steps of a stage, with their Chinese and their deadlines."""
    return [_step(step, pack) for step in told.steps]


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


def form_page(name: str) -> dict[str, Any]:
    """A form: what it is called, what it asks, its JSON schema."""
    form = FORMS[name]
    return {
        "title": full_width(form.title), "what_now": full_width(form.what_now),
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


def _step(told: ToldStep, pack: RulePack) -> Step:
    effect = told.effect
    facts: dict[str, Any] = {"form": None, "paper": None, "owners": (), "holder": Holder.CENTRE}
    if isinstance(effect, OpenSteps):
        asked = effect.steps[0]
        kind, facts["form"], facts["owners"] = StepKind.ASK, asked.form, (asked.owner_role,)
        facts |= {"holder": asked.holder, "rule": asked.rule, "about": asked.about}
    elif isinstance(effect, OpenApproval):
        kind, facts["owners"], facts["mode"] = StepKind.APPROVE, effect.by, effect.mode
        facts |= {"paper": effect.paper, "about": effect.about, "rule": effect.rule}
    elif isinstance(effect, IssuePaper):
        kind, facts["paper"], facts["about"] = StepKind.ISSUE, effect.paper, effect.about
    elif isinstance(effect, SetTimer):
        kind, facts["holder"] = StepKind.TIMER, Holder.TIME
    else:
        kind, facts["rule"] = StepKind.EFFECT, getattr(effect, "rule", None)
    return _worded(kind, told, facts, pack)


def _worded(kind: StepKind, told: ToldStep, facts: Mapping[str, Any], pack: RulePack) -> Step:
    roles: tuple[Role, ...] = facts["owners"]
    mode, about = facts.get("mode"), facts.get("about")
    holder: Holder | None = None if "holder" in told.decided else facts["holder"]
    subject = None if about and "{" in about else about
    title = full_width(
        step_title(kind, key=told.effect.key, form=facts["form"], paper=facts["paper"],
                   about=subject, turn=1)
    )  # fmt: skip
    return Step(
        key=told.effect.key, kind=kind, kind_title=STEP_KINDS[kind], title=title,
        form=facts["form"], paper=facts["paper"].value if facts["paper"] else None,
        owners=tuple(role.value for role in roles),
        owner_titles=tuple(ROLES[role] for role in roles),
        mode=SIGN_MODES[mode] if mode else None, holder=holder.value if holder else None,
        holder_title=HOLDERS[holder] if holder else BY_AN_ANSWER, rule=facts.get("rule"),
        rule_from=told.decided.get("rule"), deadline=_deadline(kind, told, facts, pack),
        since=told.decided.get("since"), due_at=told.decided.get("by") or told.decided.get("at"),
        conditional=bool(told.when), repeats=told.repeats, when=told.when,
    )  # fmt: skip


def _deadline(kind: StepKind, told: ToldStep, facts: Mapping[str, Any], pack: RulePack) -> str:
    """How long a step may take, or the stated reason why nothing says so."""
    if {"by", "at", "until", "rule"} & set(told.decided):
        return BY_AN_ANSWER
    if facts.get("rule") is None:
        return full_width(NO_RULE if kind is StepKind.ASK else AUTOMATIC)
    rule = pack.rule(facts["rule"])
    if rule.clock in (Clock.NONE, Clock.WINDOWS):
        return full_width(rule.untimed_reason or NO_NUMBER)
    doubt = "本中心自定目标" if rule.is_target else rule.confirmed.chinese
    said = f"{rule.counted},{rule.clock.chinese}"
    return full_width(said if rule.printable else f"{said},{doubt}")
