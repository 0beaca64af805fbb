"""Parties of a court paper: their elements, and that claims, grounds and signature speak of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.check.flaw import Flaw, Spot
from documents.check.paper import FILED, CheckedPaper
from documents.check.reading import Line
from models.words import Paper

#: What a body that applies states, and what a respondent states or is said to lack.
_BODY = {"住所": r"住所：[^，。]+", "联系电话": r"(联系电话|联系方式)：[^，。]+"}
_PERSON = {
    "性别": r"(?<=[，：])[男女](?=[，。])", "出生日期": r"\d{4}年\d{1,2}月\d{1,2}日[^，。]*出生",
    "民族": r"(?<=[，：])[\u4e00-\u9fff]{1,10}族(?=[，。])",
    "证件号码": r"(证件号码|身份证号码?|公民身份号码|居民身份证号码)：[^，。]+",
}  # fmt: skip
_MORE = {"职业和工作单位": r"(职业和工作单位|工作单位|职业)：[^，。]+",
         "联系方式": r"(联系方式|联系电话)：[^，。]+"}  # fmt: skip
_ROLE = re.compile(
    r"^(申请人|代为申请人|被申请人|被监护人|未成年人|委托诉讼代理人|法定代表人（主要负责人）|法定代表人)："
    r"([^，。]+)"
)
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_WITHDRAW = re.compile(
    r"撤销(?:被申请人)?([^，。；、]{1,30}?)对([^，。；]{1,40}?)的监护(?:人)?(?:资格|权)"
)
_APPOINT = re.compile(r"指定([^，。；]{2,40}?)为([^，。；]{1,40}?)的监护人")
_SAID_OF = re.compile(r"被申请人([^，。；：、的]{1,30}?)(?=：|的行为|对被监护人|系|、|，男|，女)")
_SIGNED = re.compile(r"^(代为申请人|申请人)：(.+?)(?:（(?:盖章|签名|签名或者盖章)）)?$")
_IS_RELATION = re.compile(
    r"被申请人(?:[^，。；]{0,12})?系被监护人(?:的)?([\u4e00-\u9fff]{1,6}?)(?=[；。，]|$)"
)
_GENERIC = {"", "实施", "骚扰", "人", "一", "二"}


@dataclass(frozen=True)
class Named:
    """A party's line: as what, who, and the line."""

    role: str
    name: str
    line: Line

    @property
    def bare(self) -> str:
        """The name without what stands in brackets."""
        return bare(self.name)


def bare(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return _BRACKETS.sub("", name).strip()


def parties_of(paper: CheckedPaper) -> list[Named]:
    """Every party that a court paper names, in order."""
    found = ((_ROLE.match(line.text.strip()), line) for line in paper.styled("Party"))
    return [Named(named[1], named[2].strip(), line) for named, line in found if named]


def child_role(kind: Paper | None) -> str:
    """How the paper calls the child."""
    return {
        Paper.PROTECTION_APPLICATION: "申请人", Paper.REVOCATION_PETITION: "被监护人",
    }.get(kind, "未成年人") if kind else ""  # fmt: skip


def parties(paper: CheckedPaper) -> Iterator[Flaw]:
    """Elements of each party, and who is spoken of below."""
    if paper.kind not in FILED:
        return
    named = parties_of(paper)
    for role, needed in _NEEDED.items():
        if paper.kind in needed and not any(one.role == role for one in named):
            yield paper.finding(
                _would_stand(paper, named, role), role, "party.missing", f"应当写明{role}。请补上。"
            )
    for one in named:
        yield from _elements(paper, one)
    yield from _spoken_of(paper, named)
    if paper.kind is Paper.REVOCATION_PETITION:
        yield from _claims(paper, named)
        yield from _appointed(paper)
    yield from _signed(paper, named)


_ORDER = ("申请人", "代为申请人", "被申请人", "被监护人", "未成年人")


def _would_stand(paper: CheckedPaper, named: list[Named], role: str) -> Spot | Line:
    """Before the first party that comes after it."""
    later = _ORDER[_ORDER.index(role) + 1 :]
    behind = next((one.line for one in named if one.role in later), None)
    lines = paper.styled("Party")
    return behind or (lines[-1] if lines else paper.read.last())


_NEEDED = {
    "申请人": FILED, "被申请人": FILED, "代为申请人": {Paper.PROTECTION_APPLICATION},
    "被监护人": {Paper.REVOCATION_PETITION}, "未成年人": {Paper.INJUNCTION_APPLICATION},
}  # fmt: skip


def _elements(paper: CheckedPaper, party: Named) -> Iterator[Flaw]:
    text = party.line.text
    lacking = re.search(r"其([^。]*?)(?:申请人尚不掌握|尚在查明|依法保密)", text)
    unknown = lacking[1] if lacking else ""
    wanted: dict[str, str] = {}
    if party.role == child_role(paper.kind):
        wanted = _PERSON | {"户籍地": r"(户籍地|住所|住址)：[^，。]+"}
    elif party.role == "被申请人":
        body = "法定代表人" in text or re.search(r"(局|院|会|中心|机构|公司|学校)(?=，)", text)
        wanted = {"住所": _BODY["住所"], "与未成年人的关系": r"与未成年人的?关系：[^，。]+"}
        wanted |= {} if body else _PERSON | _MORE
    elif party.role in {"申请人", "代为申请人"} and "依法保密" not in text:
        wanted = dict(_BODY)
    for name, pattern in wanted.items():
        if not re.search(pattern, text) and name not in unknown:
            yield paper.finding(
                party.line, text, "party.element",
                f"{party.role}{party.bare}没有写明{name}。请补写;不掌握的,写明“其{name}申请人尚不掌握”。",
            )  # fmt: skip
    for name in unknown.split("、"):
        if name in wanted and re.search(
            wanted[name], text.replace(lacking[0] if lacking else "", "")
        ):
            yield paper.finding(
                party.line, name, "party.element",
                f"{party.role}的{name}已经写明,又说尚不掌握。请核对。",
            )  # fmt: skip


def _spoken_of(paper: CheckedPaper, named: list[Named]) -> Iterator[Flaw]:
    """Whoever is called a respondent below is one above."""
    respondents = {one.bare for one in named if one.role == "被申请人"}
    for line in paper.read.lines:
        if line.style == "Party" or paper.kind is not Paper.REVOCATION_PETITION:
            continue
        for found in _SAID_OF.finditer(line.text):
            said = bare(found[1])
            if said in _GENERIC or said in respondents or len(said) > 12:  # noqa: PLR2004
                continue
            yield paper.finding(
                line, found[0], "party.no-respondent",
                f"“{said}”不在所列的被申请人当中。请核对姓名,或者列为被申请人。",
            )  # fmt: skip
    yield from _relations(paper, named)


def _relations(paper: CheckedPaper, named: list[Named]) -> Iterator[Flaw]:
    stated = {
        found[1].strip()
        for one in named
        if (found := re.search(r"与未成年人的?关系：([^。，；]+)", one.line.text))
    }
    for line in paper.read.paragraphs:
        found = _IS_RELATION.search(line.text)
        if found and stated and found[1] not in stated:
            yield paper.finding(
                line, found[0], "party.relation",
                f"当事人栏写的关系是“{'、'.join(sorted(stated))}”,这里写“{found[1]}”。请核对。",
            )  # fmt: skip
            for one in named:
                if one.role == "被申请人":
                    yield paper.finding(one.line, found[1], "party.relation",
                                        f"下文写的关系是“{found[1]}”。请核对。")  # fmt: skip


def _claim_lines(paper: CheckedPaper) -> list[Line]:
    lines, inside = [], False
    for line in paper.read.paragraphs:
        if line.style == "Heading1":
            inside = "请求事项" in line.text
        elif inside:
            lines.append(line)
    return lines


def _claims(paper: CheckedPaper, named: list[Named]) -> Iterator[Flaw]:
    """Revocation is claimed against every respondent, and against nobody else."""
    respondents = [one for one in named if one.role == "被申请人"]
    children = {one.bare for one in named if one.role == "被监护人"} | {
        "被监护人",
        "未成年人",
        "其",
    }
    lines = _claim_lines(paper)
    claimed = [(line, found) for line in lines for found in _WITHDRAW.finditer(line.text)]
    against: set[str] = set()
    for line, found in claimed:
        for who in re.split("[和及、]", found[1]):
            against.add(bare(who))
            if bare(who) not in {one.bare for one in respondents} | {"被申请人", ""}:
                yield paper.finding(
                    line, found[0], "party.claim-against",
                    f"请求针对的“{bare(who)}”不在所列的被申请人当中。请核对。",
                )  # fmt: skip
        if bare(found[2]) not in children:
            yield paper.finding(line, found[0], "party.name",
                                "请求中的未成年人姓名与当事人栏不一致。请核对。")  # fmt: skip
    for one in respondents:
        if one.bare not in against and not (len(respondents) == 1 and against & {"被申请人", ""}):
            yield paper.finding(
                one.line, one.name, "party.no-claim",
                f"列了被申请人{one.bare},没有撤销其监护人资格的请求。请补写请求,或者不列。",
            )  # fmt: skip


def _appointed(paper: CheckedPaper) -> Iterator[Flaw]:
    """Who is claimed for guardian is who is proposed below, for the same child."""
    child = next((bare(x.name) for x in parties_of(paper) if x.role == "被监护人"), "")
    said = [
        (line, found) for line in paper.read.paragraphs for found in _APPOINT.finditer(line.text)
        if line.style != "Party"
    ]  # fmt: skip
    first = bare(said[0][1][1]) if said else ""
    for line, found in said:
        if bare(found[1]) != first:
            yield paper.finding(line, found[0], "party.name",
                                f"请求指定的监护人前后不一致(前面是{first})。请核对。")  # fmt: skip
        if bare(found[2]) not in {child, "被监护人", "未成年人"}:
            at = next(x.line for x in parties_of(paper) if x.role == "被监护人") if child else line
            for where in (line, at):
                yield paper.finding(where, found[0], "party.name",
                                    "未成年人姓名与当事人栏不一致。请核对。")  # fmt: skip


def _signed(paper: CheckedPaper, named: list[Named]) -> Iterator[Flaw]:
    """Who signs is who applies."""
    for line in paper.styled("SignUnit"):
        found = _SIGNED.match(line.text.strip())
        applicants = [one for one in named if found and one.role == found[1]]
        if found and applicants and bare(found[2]) not in {one.bare for one in applicants}:
            yield paper.finding(
                line, line.text, "party.applicant",
                f"落款的{found[1]}与当事人栏的“{applicants[0].bare}”不一致。请核对。",
            )  # fmt: skip
            yield paper.finding(
                applicants[0].line, applicants[0].name, "party.applicant",
                f"与落款的“{bare(found[2])}”不一致。请核对。",
            )  # fmt: skip
