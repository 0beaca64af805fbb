"""Read a rule pack from YAML: its shape, unknown keys and double keys. No meaning yet.

A file either stands alone (the national pack), or `extends` another and adds rules or `changes`
some; a local overlay is an extension with a `locality`. Next: `models/law/resolve.py`.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from models.law.packyaml import PackInvalid, parse_yaml, placed
from models.law.rule import ExtensionRule, LightShares, Reminder, Term
from models.law.sources import Frozen, Text
from models.law.vocabulary import ClockKind, Confirmation, Layer
from models.words import Holder, Stage

#: Kept with each case and in each receipt: short, and no path.
Version = Annotated[str, Field(pattern=r"^[a-z][a-z0-9.-]{1,39}$")]


class Cited(Frozen):
    """A citation as written: `cite` is "document article confirmed"; a bare string is a `cite`."""

    cite: Text
    quote: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, written: object) -> object:
        return {"cite": written} if isinstance(written, str) else written


class RuleText(Frozen):
    """A rule as written, before its words are looked up."""

    title: Text
    stage: Stage
    starts: Text | None = None
    until: Text | None = None
    term: Term | None = None
    also: Term | None = None
    target: Term | None = None
    within: Text | None = None
    extension: ExtensionRule | None = None
    exempt: bool = False
    turns: Annotated[int, Field(ge=1, le=9)] | None = None
    owes: tuple[Text, ...] = Field(min_length=1)
    holder: Holder
    remind: Text | None = None
    light: LightShares | None = None
    documents: tuple[Text, ...] = ()
    layer: Layer
    confirmed: Confirmation
    sources: tuple[Cited, ...] = Field(min_length=1)
    note: Text | None = None


class GateText(Frozen):
    """A gate as written."""

    title: Text
    stages: tuple[Stage, ...] = Field(min_length=1)
    rules: tuple[Text, ...] = ()
    layer: Layer
    confirmed: Confirmation
    sources: tuple[Cited, ...] = Field(min_length=1)
    note: Text | None = None


class GroundText(Frozen):
    """An item of art. 35 as written."""

    item: int
    numeral: Text
    title: Text
    needs: tuple[Text, ...] = ()
    refused_months: int | None = None
    criticisms: int | None = None
    follow_up: Text
    sources: tuple[Cited, ...] = Field(min_length=1)


class LevelText(Frozen):
    """A risk level as written; locality and version come from the file."""

    code: Text
    rank: int
    name: Text
    colour: Text | None
    meaning: Text | None
    lead: Text | None


class MechanismText(Frozen):
    """A working mechanism as written."""

    name: Text
    bodies: tuple[Text, ...] = ()


class LocalityText(Frozen):
    """A locality as written. A key the local document is silent on is written as null or []."""

    name: Text
    complete: bool = True
    superseded: tuple[Text, ...] = ()
    lead: Text | None
    assessed_by: Text | None
    reassessment: Text | None
    risk_levels: tuple[LevelText, ...]
    mechanisms: tuple[MechanismText, ...] = ()
    groups: tuple[Text, ...] = ()
    flow: tuple[Text, ...] = ()
    consultation_parties: tuple[Text, ...] = ()
    sources: tuple[Cited, ...] = Field(min_length=1)
    note: Text | None = None


class Caveat(Frozen):
    """What the pack cannot vouch for, said in one place."""

    id: Text
    document: Text
    text: Text


class PackFile(Frozen):
    """One YAML file. Rules stay dictionaries until variants and changes are laid over them.

    `in_force_from`, `in_force_to`: new cases begin with the newest pack in force; without a date,
    since always. `prevails`: rules whose changes here win over those of another line of packs.
    """

    pack: Text
    version: Version
    title: Text
    extends: Text | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    prevails: tuple[Text, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    settled_caveats: tuple[Text, ...] = ()
    sources: dict[str, dict[str, Any]] = Field(default_factory=dict)
    events: dict[str, Text] = Field(default_factory=dict)
    bodies: dict[str, Text] = Field(default_factory=dict)
    documents: dict[str, Text] = Field(default_factory=dict)
    light: LightShares | None = None
    ladders: dict[str, tuple[Reminder, ...]] = Field(default_factory=dict)
    targets_within: dict[ClockKind, Text] = Field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = Field(default_factory=dict)
    changes: dict[str, dict[str, Any]] = Field(default_factory=dict)
    gates: dict[str, GateText] = Field(default_factory=dict)
    grounds: tuple[GroundText, ...] = ()
    locality: LocalityText | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValueError("失效日期早于施行日期")
        return self

    def in_force_on(self, day: date) -> bool:
        """Whether new cases may begin with this pack on a day."""
        started = self.in_force_from is None or self.in_force_from <= day
        return started and (self.in_force_to is None or day <= self.in_force_to)


def read_pack_file(text: str, name: str) -> PackFile:
    """Read one pack file.

    Args:
        text: The YAML.
        name: The file's name, for sentences.

    Raises:
        PackInvalid: With a sentence for every problem found.
    """
    try:
        return PackFile.model_validate(parse_yaml(text, name))
    except ValidationError as error:
        raise PackInvalid(
            f"规则包 {name} 没有载入:", placed(sentences(error), text, name)
        ) from error


def text_of(path: Path) -> str:
    """Read the text of a pack file a person named.

    Raises:
        PackInvalid: The file cannot be read.
    """
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackInvalid(f"读不到规则包文件 {path.name},请检查路径和编码(UTF-8)。") from error


def sentences(error: ValidationError, where: str = "") -> list[str]:
    """Turn pydantic's findings into Chinese sentences that say where and what."""
    found = []
    for one in error.errors():
        place = " › ".join([where, *map(str, one["loc"])] if where else map(str, one["loc"]))
        match one["type"]:
            case "missing":
                what = "缺少这一项"
            case "extra_forbidden":
                what = "不认识这个键"
            case "too_short":
                what = "不能为空"
            case "value_error":
                what = str(one["ctx"]["error"])
            case _:
                what = f"取值不对({one['input']!r:.60})"
        found.append(f"{place or '整个文件'}:{what}。")
    return found
