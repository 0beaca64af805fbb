"""Laws that papers name: how they are written, how many articles they have, and what was repealed.

What a pack cites, and how far each article was seen, is the pack's to say (`cited.py`); here stands
only what is needed to recognise a name. Numbers of articles are those of the texts in force.
"""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Statute:
    """A law as papers write it.

    Attributes:
        id: The document's id in the rule packs; for others a name of its own.
        names: Every way to write it, the longest first.
        last: Its highest article; None where that was not seen.
        repealed: The first day on which it is no longer in force.
        instead: What to cite in its place.
    """

    id: str
    names: tuple[str, ...]
    last: int | None = None
    repealed: date | None = None
    instead: str = ""


_CODE_DAY = date(2021, 1, 1)

STATUTES: tuple[Statute, ...] = (
    Statute("civil_code", ("中华人民共和国民法典", "民法典"), 1260),
    Statute("minors_law", ("中华人民共和国未成年人保护法", "未成年人保护法", "未保法"), 132),
    Statute("domestic_violence_law", ("中华人民共和国反家庭暴力法", "反家庭暴力法", "反家暴法"), 38),
    Statute("family_education_law", ("中华人民共和国家庭教育促进法", "家庭教育促进法"), 55),
    Statute(
        "civil_procedure_interpretation",
        ("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", "民事诉讼法解释", "民诉法解释"),
        550,
    ),
    Statute("civil_procedure_law", ("中华人民共和国民事诉讼法", "民事诉讼法", "民诉法"), 306),
    Statute("criminal_procedure_law", ("中华人民共和国刑事诉讼法", "刑事诉讼法"), 308),
    Statute("criminal_law", ("中华人民共和国刑法", "刑法"), 452),
    Statute("security_punishment_law", ("中华人民共和国治安管理处罚法", "治安管理处罚法"), 144),
    Statute("compulsory_education_law", ("中华人民共和国义务教育法", "义务教育法"), 63),
    Statute("general_part_interpretation", ("总则编解释",), 39),
    Statute(
        "protection_order_rules",
        ("最高人民法院关于办理人身安全保护令案件适用法律若干问题的规定", "人身安全保护令规定",
         "法释〔2022〕17号"),
        13,
    ),
    Statute(
        "opinions",
        ("关于依法处理监护人侵害未成年人权益行为若干问题的意见", "《意见》", "法发〔2014〕24号"),
        44,
    ),
    Statute("outline", ("未成年人社会保护指导纲要", "指导纲要"), 118),
    Statute("mandatory_report_opinions", ("强制报告意见",), 23),
    Statute("institution_measures_2026", ("未成年人救助保护机构管理暂行办法",), 50),
    Statute("general_principles", ("中华人民共和国民法通则", "民法通则"), 156, _CODE_DAY, "民法典"),
    Statute("general_provisions", ("中华人民共和国民法总则", "民法总则"), 206, _CODE_DAY, "民法典"),
    Statute("marriage_law", ("中华人民共和国婚姻法", "婚姻法"), 51, _CODE_DAY, "民法典"),
    Statute("adoption_law", ("中华人民共和国收养法", "收养法"), 34, _CODE_DAY, "民法典"),
    Statute("tort_law", ("中华人民共和国侵权责任法", "侵权责任法"), 92, _CODE_DAY, "民法典"),
    Statute("inheritance_law", ("中华人民共和国继承法", "继承法"), 37, _CODE_DAY, "民法典"),
    Statute("contract_law", ("中华人民共和国合同法", "合同法"), 428, _CODE_DAY, "民法典"),
    Statute("property_law", ("中华人民共和国物权法", "物权法"), 247, _CODE_DAY, "民法典"),
)  # fmt: skip

BY_NAME: dict[str, Statute] = {name: one for one in STATUTES for name in one.names}
NAMES = "|".join(re.escape(name) for name in sorted(BY_NAME, key=len, reverse=True))
#: What ends the name of a law, where it is none of the above.
UNKNOWN_LAW = re.compile(
    r"(?:《([^《》]{2,60}(?:法|典|条例|办法|规定|解释|意见|纲要))》"
    r"|([\u4e00-\u9fff]{2,12}(?:法|典|条例|纲要)))第[\d零〇一二三四五六七八九十百千]+条"
)
#: Numbers of documents that papers may name.
NUMBERS = frozenset({
    "法发〔2014〕24号", "法发〔2022〕10号", "法发〔2023〕7号", "法释〔2022〕17号", "法释〔2022〕6号",
    "法释〔2022〕11号", "高检发〔2020〕9号", "公通字〔2024〕34号", "司公通〔2020〕12号", "民发〔2015〕2号",
    "民发〔2015〕189号",
})  # fmt: skip
