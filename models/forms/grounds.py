"""Art. 35 item by item, with the evidence each item needs (《意见》第35条)."""

from datetime import date

from models.choice import Choice
from models.forms.base import Part, field, law_rule, rule
from models.law.grounds import Criticism, Facts35, check_ground_35
from models.law.pack import RulePack
from models.law.terms import Ground35
from models.law.verdict import Refused

#: Rows of a comparison, one for each item.
EACH_ITEM = tuple({"ground": ground.value} for ground in Ground35)


class Finding(Choice):
    """Whether something holds."""

    MET = "met", "符合"
    NOT_MET = "not_met", "不符合"
    UNCLEAR = "unclear", "尚不清楚"


class Admonition(Part):
    """One recorded criticism or education of a guardian: the day, the body, what was said."""

    on: date = field("日期")
    body: str = field("作出机关或者单位", max_length=100)
    record: str = field("内容和记录名称", max_length=300, widget="textarea")


class Judged(Part):
    """The item, and whether it is met."""

    ground: Ground35 = field("情形", source="《意见》第35条")
    status: Finding = field("比对结果", widget="radios")


class GroundElements(Part):
    """The facts behind an item, and what that item needs besides."""

    ground: Ground35 = field("情形", source="《意见》第35条")
    facts: str | None = field(
        "事实", optional=True, max_length=3000, widget="textarea", hint="时间、地点、行为、后果。"
    )
    evidence_numbers: tuple[int, ...] = field(
        "证据编号", default=(), hint="证据目录中的编号,用顿号分开。"
    )
    education: tuple[Admonition, ...] = field(
        "对监护人的教育记录", shown_if="ground=35.2", optional=True, default=()
    )
    refused_since: date | None = field(
        "拒不履行监护职责的起算日",
        shown_if="ground=35.3",
        optional=True,
        hint="要求拒不履行长达{35.3}以上。",
    )
    refused_until: date | None = field("拒不履行持续至", shown_if="ground=35.3", optional=True)
    refuses_to_entrust: bool | None = field(
        "有证据证明拒绝委托他人", shown_if="ground=35.4", optional=True
    )
    in_need: bool | None = field(
        "有证据证明处于危险、困境或者生活无着",
        shown_if="ground=35.2|35.3|35.4",
        optional=True,
    )
    criticisms: tuple[Admonition, ...] = field(
        "批评教育的记录", shown_if="ground=35.5", optional=True, default=(),
        hint="公安机关和救助保护机构等作出的,{35.5}以上,每次写明作出机关和日期。",
    )  # fmt: skip
    life_disturbed: bool | None = field(
        "有证据证明严重影响正常生活和学习", shown_if="ground=35.5", optional=True
    )
    flagrant: bool | None = field("有证据证明情节恶劣", shown_if="ground=35.6", optional=True)

    @property
    def proved(self) -> Facts35:
        """What is proved; a fact counts when it is told and evidence is cited for it."""
        told = bool(self.facts and self.evidence_numbers)
        return Facts35(
            harm_proved=told,
            danger_proved=told and bool(self.in_need),
            educated=bool(self.education),
            refused_since=self.refused_since,
            destitute=told and bool(self.in_need),
            unable_proved=told,
            refuses_to_entrust=bool(self.refuses_to_entrust),
            criticisms=tuple(Criticism(one.on, one.body) for one in self.criticisms),
            life_disturbed=bool(self.life_disturbed),
            incitement_proved=told,
            flagrant=bool(self.flagrant),
            other_proved=told,
        )

    def lacks(self, law: RulePack) -> str | None:
        """What the item still needs before it may be called met, as a sentence."""
        last = self.refused_until or self.refused_since or date.max
        verdict = check_ground_35(self.ground, self.proved, law, on=last)
        return verdict.reason if isinstance(verdict, Refused) else None

    @rule("refused_until", "refused_since")
    def refusal_runs_forward(self) -> str | None:
        """The refusal ends after it began."""
        if self.refused_since and self.refused_until and self.refused_until < self.refused_since:
            return "“持续至”不能早于“起算日”。"
        return None


class GroundComparison(GroundElements, Judged):
    """One item of art. 35 compared with what was found."""

    @rule("facts", "status")
    def says_why(self) -> str | None:
        """Met and unclear both need the facts they rest on."""
        if self.status is not Finding.NOT_MET and not self.facts:
            return "“符合”或者“尚不清楚”的,请写明事实。"
        return None

    @law_rule("status", "ground", "facts", "evidence_numbers", "education", "criticisms")
    def has_its_evidence(self, law: RulePack) -> str | None:
        """No item is called met without the evidence the item itself asks for."""
        return self.lacks(law) if self.status is Finding.MET and self.facts else None


class GroundClaimed(GroundElements):
    """One item of art. 35 on which a petition rests."""

    @rule("facts")
    def tells_the_facts(self) -> str | None:
        """A ground without facts is no ground."""
        return None if self.facts else "请写明这一项的事实。"

    @law_rule("ground", "facts", "evidence_numbers", "education", "criticisms")
    def has_its_evidence(self, law: RulePack) -> str | None:
        """Opinions 35: (二) education, (三) six months, (五) three criticisms."""
        return self.lacks(law) if self.facts else None


def each_item_once(compared: tuple[GroundComparison, ...]) -> str | None:
    """Say which items of art. 35 are missing from a comparison or stand in it twice."""
    there = [one.ground for one in compared]
    missing = [ground.label[:3] for ground in Ground35 if ground not in there]
    if missing:
        return f"第35条七项须逐项比对,还缺:{'、'.join(missing)}。"
    return "第35条的同一项比对了两次。" if len(there) > len(set(there)) else None
