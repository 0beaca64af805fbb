"""The rule pack: every number of days, every gate, each with its source. Read this first.

Whoever asks the law is handed the pack of the case; nothing here loads one (`models.law.loading`).
Old cases keep the pack they began with: its version is on every rule.
"""

from collections.abc import Iterable, Mapping

from models.errors import NotFound
from models.law.local import Locality
from models.law.packfile import Caveat
from models.law.rule import Gate, Ground, LightShares, Reminder, Rule
from models.law.sources import Document, Frozen


class UnknownPack(NotFound):
    """没有这个规则包。"""


class LawMissing(UnknownPack):
    """本案适用的规则包不在这台服务器上。"""

    status = 409


class UnknownRule(NotFound):
    """规则包里没有这条规则。"""


class RulePack(Frozen):
    """A resolved pack. Mappings keep the order of the file.

    `name` is the version of its newest national file, by which a case keeps it; `version` names
    all its files.
    """

    name: str
    version: str
    documents: Mapping[str, Document]
    rules: Mapping[str, Rule]
    gates: Mapping[str, Gate]
    grounds: Mapping[int, Ground]
    localities: Mapping[str, Locality]
    caveats: tuple[Caveat, ...]
    light: LightShares
    default_ladder: tuple[Reminder, ...]

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

    def ladder(self, rule_id: str) -> tuple[Reminder, ...]:
        """Who hears when of a deadline under this rule; a date without number has the default.

        A rule that counts and has no ladder is a day before which nothing may be done: nobody is
        late when it passes.
        """
        rule = self.rules.get(rule_id)
        if rule is None or (rule.counted is None and not rule.remind):
            return self.default_ladder
        return rule.remind

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


def _near(rule_id: str, rules: Iterable[str]) -> str:
    prefix = rule_id.partition(".")[0].upper()
    near = [one for one in rules if one.partition(".")[0] == prefix]
    return "、".join(near[:12])
