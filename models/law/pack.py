"""The rule pack: every number of days, every gate, each with its source. Read this first.

`load_pack()` gives the newest national pack; `load_pack(localities=("wuhan",))` lays local
overlays over it. Old cases keep the pack they began with: its version is on every rule.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from models.errors import BadInput, NotFound
from models.law.local import Locality
from models.law.packfile import (
    Caveat,
    PackFile,
    PackInvalid,
    parse_yaml,
    read_pack_file,
    read_pack_path,
)
from models.law.resolve import Resolved
from models.law.rule import Gate, Ground, Rule, Term
from models.law.sources import Document, Frozen

_PACKS = resources.files("models.law.packs")


class UnknownRule(NotFound):
    """规则包里没有这条规则。"""


class UnknownPack(NotFound):
    """没有这个规则包。"""


class RulePack(Frozen):
    """A resolved pack. Mappings keep the order of the file."""

    version: str
    documents: Mapping[str, Document]
    rules: Mapping[str, Rule]
    gates: Mapping[str, Gate]
    grounds: Mapping[int, Ground]
    localities: Mapping[str, Locality]
    caveats: tuple[Caveat, ...]

    def rule(self, rule_id: str) -> Rule:
        """Return a rule or a variant (`5A.2`, `5B.1-urgent`).

        Raises:
            UnknownRule: With a sentence that names the nearest ids.
        """
        found = self.rules.get(rule_id)
        if found is None:
            near = _near(rule_id, self.rules)
            hint = f"相近的有:{near}。" if near else "规则编号形如 5A.2、5B.1-urgent。"
            raise UnknownRule(f"规则包 {self.version} 里没有规则“{rule_id}”。{hint}")
        return found

    def gate(self, gate_id: str) -> Gate:
        """Return a hard gate, G1 to G10.

        Raises:
            UnknownRule: No such gate.
        """
        if gate_id not in self.gates:
            raise UnknownRule(f"规则包 {self.version} 里没有硬闸“{gate_id}”。")
        return self.gates[gate_id]

    def locality(self, locality_id: str) -> Locality:
        """Return a locality whose overlay is loaded.

        Raises:
            UnknownPack: The overlay is not part of this pack.
        """
        if locality_id not in self.localities:
            raise UnknownPack(f"规则包 {self.version} 没有载入地方包“{locality_id}”。")
        return self.localities[locality_id]

    def with_targets(self, targets: Mapping[str, Term]) -> "RulePack":
        """Return the pack with the centre's own targets set; a source's number is never touched.

        Raises:
            UnknownRule: No such rule.
            BadInput: The rule has a number from its source, which no centre may change.
        """
        changed = {}
        for rule_id, target in targets.items():
            rule = self.rule(rule_id)
            if rule.term is not None:
                raise BadInput(
                    f"规则 {rule_id} 的期限来自{rule.source},不是本中心自定目标,不能调整。"
                )
            if rule.starts is None:
                raise BadInput(f"规则 {rule_id} 没有起算事件,不能设目标期限。")
            changed[rule_id] = rule.model_copy(update={"target": target})
        return self.model_copy(update={"rules": {**self.rules, **changed}})


def load_pack(name: str | Path = "national", localities: Iterable[str] = ()) -> RulePack:
    """Load a pack and its overlays; the same arguments give the same object.

    Args:
        name: `national` (the newest), a version such as `national-2026-11`, or a file to read.
        localities: Overlay ids such as `wuhan`, laid over in this order.

    Raises:
        UnknownPack: No such pack or overlay; the sentence lists what there is.
        PackInvalid: Wrong content; one sentence for every problem.
    """
    if isinstance(name, Path):
        return _build(_chain(read_pack_path(name)), tuple(localities))
    return _load_named(name, tuple(localities))


def local_ids() -> tuple[str, ...]:
    """Return the ids of all shipped overlays, sorted."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _yaml("local")))


@cache
def _load_named(name: str, localities: tuple[str, ...]) -> RulePack:
    return _build(_chain(_named(name)), localities)


def _chain(file: PackFile) -> list[PackFile]:
    chain = [file]
    while chain[0].extends:
        parent = _named(chain[0].extends)
        if parent.version in {one.version for one in chain}:
            raise PackInvalid(f"规则包 {parent.version} 绕回引用了自己,请检查 extends。")
        chain.insert(0, parent)
    return chain


def _named(name: str) -> PackFile:
    stems = sorted(file.name.removesuffix(".yaml") for file in _yaml())
    stems.remove("sources")
    matching = [stem for stem in stems if stem == name or stem.startswith(f"{name}-")]
    if not matching:
        raise UnknownPack(
            f"没有规则包“{name}”,现有:{'、'.join(stems)};地方包:{'、'.join(local_ids())}。"
        )
    chosen = name if name in matching else matching[-1]
    return read_pack_file(_PACKS.joinpath(f"{chosen}.yaml").read_text("utf-8"), f"{chosen}.yaml")


def _local(locality: str) -> PackFile:
    if locality not in local_ids():
        raise UnknownPack(f"没有地方包“{locality}”,现有:{'、'.join(local_ids())}。")
    path = _PACKS.joinpath("local", f"{locality}.yaml")
    return read_pack_file(path.read_text("utf-8"), f"local/{locality}.yaml")


def _build(chain: list[PackFile], localities: tuple[str, ...]) -> RulePack:
    shared = parse_yaml(_PACKS.joinpath("sources.yaml").read_text("utf-8"), "sources.yaml")
    files = [chain[0].model_copy(update={"sources": {**shared["sources"], **chain[0].sources}})]
    files += chain[1:] + [_local(one) for one in localities]
    parts = Resolved(files)
    if parts.problems:
        raise PackInvalid(f"规则包 {parts.version} 没有载入:" + "".join(parts.problems))
    return RulePack(
        version=parts.version,
        documents=parts.documents,
        rules=parts.rules,
        gates=parts.gates,
        grounds=parts.grounds,
        localities=parts.localities,
        caveats=parts.caveats,
    )


def _yaml(folder: str = "") -> list[resources.abc.Traversable]:
    place = _PACKS.joinpath(folder) if folder else _PACKS
    return [file for file in place.iterdir() if file.name.endswith(".yaml")]


def _near(rule_id: str, rules: Iterable[str]) -> str:
    prefix = rule_id.partition(".")[0].upper()
    near = [one for one in rules if one.partition(".")[0] == prefix]
    return "、".join(near[:12])
