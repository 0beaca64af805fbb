"""Turn pack files into one pack: lay overlays, look words up, refuse what leads nowhere.

Everything that is wrong is collected and said at once, with rule id and place.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from models.law.laying import Line, lay
from models.law.local import Locality, Mechanism, RiskLevel
from models.law.packfile import Caveat, Cited, LocalityText, PackFile, RuleText, sentences
from models.law.rule import Gate, Ground, LightShares, Reminder, Rule, Word
from models.law.sources import Citation, Document
from models.law.vocabulary import ClockKind, Confirmation

#: The ladder of what has a date of its own and no rule that gives one.
DEFAULT_LADDER = "default"
M = TypeVar("M", bound=BaseModel)


class Resolved:
    """The parts of a pack while it is put together. `problems` holds one sentence each."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Resolve files in order, the base first.

        Args:
            lines: The national line and then one for each overlay; at least one file.
        """
        files = [file for line in lines for file in line]
        self.version = "+".join(file.version for file in files)
        self.problems: list[str] = []
        self.documents: dict[str, Document] = {}
        self.rules: dict[str, Rule] = {}
        self.gates: dict[str, Gate] = {}
        self.grounds: dict[int, Ground] = {}
        self.localities: dict[str, Locality] = {}
        self.events: dict[str, str] = {}
        self.bodies: dict[str, str] = {}
        self.papers: dict[str, str] = {}
        self.ladders: dict[str, tuple[Reminder, ...]] = {}
        self.within: dict[ClockKind, str] = {}
        self.light: LightShares | None = None
        self.caveats: tuple[Caveat, ...] = ()
        for file in files:
            self._take_words(file)
        if self.light is None:
            self.problems.append("没有写红黄灯的默认比例(light),请写 light: {yellow: …, red: …}。")
        self._look_up(self.ladders, DEFAULT_LADDER, "ladders", "提醒阶梯")
        self._take_rules(lines)
        self._check_bounds()
        for file in files:
            self._take_rest(file)

    def _take_words(self, file: PackFile) -> None:
        for key, raw in file.sources.items():
            document = self._model(Document, {"id": key, **raw}, f"sources › {key}")
            if document:
                self.documents[key] = document
        self.events |= file.events
        self.bodies |= file.bodies
        self.papers |= file.documents
        self.ladders |= file.ladders
        self.within |= file.targets_within
        self.light = file.light or self.light
        kept = tuple(one for one in self.caveats if one.id not in file.settled_caveats)
        self.caveats = kept + file.caveats
        for caveat in file.caveats:
            if caveat.document not in self.documents:
                self.problems.append(
                    f"caveats › {caveat.id}:引用了不存在的文件“{caveat.document}”。"
                )

    def _take_rules(self, lines: Sequence[Line]) -> None:
        laid = lay(lines)
        self.problems += laid.problems
        for key, body in laid.rules.items():
            self._take_rule(key, body)

    def _take_rule(self, key: str, body: Mapping[str, Any]) -> None:
        plain = {name: value for name, value in body.items() if name != "variants"}
        variants = body.get("variants") or {}
        self._add_rule(key, plain, tuple(map(str, variants)))
        for variant, overlay in variants.items():
            self._add_rule(f"{key}-{variant}", {**plain, **overlay}, ())

    def _add_rule(self, key: str, body: Mapping[str, Any], variants: tuple[str, ...]) -> None:
        where = f"rules › {key}"
        if not body.get("sources"):
            self.problems.append(f"{where}:没有来源的规则不载入,请写 sources。")
            return
        text = self._model(RuleText, dict(body), where)
        if text is None:
            return
        remind = self._look_up(self.ladders, text.remind, f"{where} › remind", "提醒阶梯")
        starts = self._words(self.events, [text.starts] if text.starts else [], where, "起算事件")
        until = self._words(self.events, [text.until] if text.until else [], where, "完成事件")
        extension = text.extension
        if extension:
            body_of = self._words(self.bodies, [extension.approver], where, "批准主体")
            extension = extension.model_copy(
                update={"approver": body_of[0].text if body_of else extension.approver}
            )
        fields = {name: getattr(text, name) for name in _SAME_IN_RULE} | {
            "id": key,
            "pack": self.version,
            "starts": starts[0] if starts else None,
            "until": until[0] if until else None,
            "extension": extension,
            "owes": self._words(self.bodies, text.owes, where, "义务主体"),
            "documents": self._words(self.papers, text.documents, where, "文书"),
            "remind": remind or (),
            "light": text.light or self.light,
            "sources": self._citations(text.sources, where),
            "variants": variants,
            "within": (text.within or self.within.get(text.target.clock)) if text.target else None,
        }
        rule = self._model(Rule, fields, where)
        if rule:
            self.rules[key] = rule

    def _check_bounds(self) -> None:
        """A target is held by the number of a law, or by what was shipped as the rule's own."""
        for rule in self.rules.values():
            bound = self.rules.get(rule.within) if rule.within else None
            if rule.within == rule.id.partition("-")[0]:
                continue
            if rule.within and (bound is None or bound.term is None):
                self.problems.append(
                    f"rules › {rule.id} › within:规则“{rule.within}”没有法源期限,不能作为上限。"
                )

    def _take_rest(self, file: PackFile) -> None:
        for key, gate in file.gates.items():
            where = f"gates › {key}"
            self._known_rules(gate.rules, where)
            fields = dict(gate) | {"id": key, "sources": self._citations(gate.sources, where)}
            built = self._model(Gate, fields, where)
            if built:
                self.gates[key] = built
        for ground in file.grounds:
            where = f"grounds › {ground.item}"
            self._known_rules([ground.follow_up], where)
            fields = dict(ground) | {"sources": self._citations(ground.sources, where)}
            item = self._model(Ground, fields, where)
            if item:
                self.grounds[item.item] = item
        if file.locality:
            self._take_locality(file, file.locality)

    def _take_locality(self, file: PackFile, text: LocalityText) -> None:
        where = f"{file.version} › locality"
        levels = [
            RiskLevel(locality=file.pack, version=file.version, **dict(level))
            for level in text.risk_levels
        ]
        for name, values in (
            ("code", [x.code for x in levels]),
            ("rank", [x.rank for x in levels]),
        ):
            if len(set(values)) != len(values):
                self.problems.append(f"{where} › risk_levels:{name} 有重复。")
        if sorted(x.rank for x in levels) != list(range(1, len(levels) + 1)):
            self.problems.append(f"{where} › risk_levels:rank 必须从1起连续,1为最低风险。")
        fields = dict(text) | {
            "id": file.pack,
            "version": file.version,
            "risk_levels": tuple(levels),
            "mechanisms": tuple(Mechanism(**dict(one)) for one in text.mechanisms),
            "rules": (*file.rules, *file.changes),
            "sources": self._citations(text.sources, where),
        }
        locality = self._model(Locality, fields, where)
        if locality:
            self.localities[file.pack] = locality

    def _citations(self, cited: Sequence[Cited], where: str) -> tuple[Citation, ...]:
        found = []
        for one in cited:
            document, article, confirmed, *more = [*one.cite.split(), "", "", ""][:4]
            if more != [""] or confirmed not in set(Confirmation):
                self.problems.append(
                    f"{where} › sources:“{one.cite}”应写成“文件 条 核实程度”,没有条号写 -。"
                )
            elif document not in self.documents:
                self.problems.append(f"{where} › sources:引用了不存在的文件“{document}”。")
            else:
                found.append(
                    Citation(
                        document=self.documents[document],
                        article=None if article == "-" else article,
                        quote=one.quote,
                        confirmed=Confirmation(confirmed),
                    )
                )
        return tuple(found)

    def _words(
        self, known: Mapping[str, str], codes: Sequence[str], where: str, kind: str
    ) -> tuple[Word, ...]:
        texts = ((code, self._look_up(known, code, where, kind)) for code in codes)
        return tuple(Word(code=code, text=text) for code, text in texts if text)

    def _look_up(self, known: Mapping[str, Any], code: str | None, where: str, kind: str) -> Any:
        if code is not None and code not in known:
            self.problems.append(f"{where}:引用了不存在的{kind}“{code}”。")
        return known.get(code) if code is not None else None

    def _known_rules(self, codes: Sequence[str], where: str) -> None:
        self.problems += [
            f"{where}:引用了不存在的规则“{code}”。" for code in codes if code not in self.rules
        ]

    def _model(self, build: Callable[..., M], fields: dict[str, Any], where: str) -> M | None:
        try:
            return build(**fields)
        except ValidationError as error:
            self.problems += sentences(error, where)
            return None


_SAME_IN_RULE = (
    "title",
    "stage",
    "term",
    "also",
    "target",
    "extension",
    "exempt",
    "turns",
    "holder",
    "layer",
    "confirmed",
    "note",
)
