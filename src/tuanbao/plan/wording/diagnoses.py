"""ICD-10 prefixes in words: the chapters by their letter, and the blocks that plans often name."""

from collections.abc import Iterable

from tuanbao.language import Text
from tuanbao.plan.wording.words import all_of, say

_INFECTIONS = Text("传染病和寄生虫病", "infectious and parasitic diseases")
_HIV = Text("艾滋病病毒感染", "HIV infection")
_BENIGN = Text("良性肿瘤", "benign tumours")
_BLOOD = Text("血液及免疫系统疾病", "diseases of the blood and immune system")
_EYE = Text("眼部疾病", "eye diseases")
_EAR = Text("耳部疾病", "ear diseases")
_INJURIES = Text("损伤和中毒", "injuries and poisoning")
_EXTERNAL = Text("损伤和中毒的外部原因", "external causes of injury")

NAMES = {
    "A": _INFECTIONS,
    "B": _INFECTIONS,
    **dict.fromkeys(("B20", "B21", "B22", "B23", "B24"), _HIV),
    "C": Text("恶性肿瘤", "cancer"),
    "D": Text("原位癌、良性肿瘤及血液病", "in-situ and benign tumours and blood diseases"),
    "D0": Text("原位癌", "carcinoma in situ"),
    **dict.fromkeys(("D1", "D2"), _BENIGN),
    **dict.fromkeys(("D5", "D6", "D7", "D8"), _BLOOD),
    "E": Text("内分泌、营养和代谢疾病", "endocrine, nutritional and metabolic diseases"),
    "F": Text("精神和行为障碍", "mental and behavioural disorders"),
    "F52": Text("性功能障碍", "sexual dysfunction"),
    "G": Text("神经系统疾病", "diseases of the nervous system"),
    "H": Text("眼、耳疾病", "eye and ear diseases"),
    **dict.fromkeys(("H0", "H1", "H2", "H3", "H4", "H5"), _EYE),
    **dict.fromkeys(("H6", "H7", "H8", "H9"), _EAR),
    "I": Text("循环系统疾病", "diseases of the circulatory system"),
    "J": Text("呼吸系统疾病", "diseases of the respiratory system"),
    "K": Text("消化系统疾病", "diseases of the digestive system"),
    "K02": Text("龋齿", "dental caries"),
    "L": Text("皮肤疾病", "skin diseases"),
    "M": Text("肌肉骨骼疾病", "musculoskeletal diseases"),
    "M54": Text("颈背腰痛", "back pain"),
    "N": Text("泌尿生殖系统疾病", "diseases of the genitourinary system"),
    "N46": Text("男性不育症", "male infertility"),
    "N97": Text("女性不孕症", "female infertility"),
    "O": Text("妊娠、分娩和产褥期", "pregnancy, childbirth and the puerperium"),
    "P": Text("围生期疾病", "perinatal conditions"),
    "Q": Text("先天性畸形和染色体异常", "congenital malformations"),
    "R": Text("未明确诊断的症状和体征", "symptoms and signs without a diagnosis"),
    "S": _INJURIES,
    "T": _INJURIES,
    "U": Text("特殊目的编码", "codes for special purposes"),
    **dict.fromkeys(("V", "W", "X", "Y"), _EXTERNAL),
    "Z": Text("体检、疫苗、康复等健康服务", "health services such as check-ups, vaccination and rehabilitation"),
    "Z00": Text("一般健康检查", "general check-ups"),
    "Z41": Text("整形美容等非治疗项目", "cosmetic and other non-remedial procedures"),
    "Z50": Text("康复治疗", "rehabilitation"),
    "Z94": Text("器官移植术后状态", "transplanted organ status"),
}
"""Prefix -> name. A longer prefix that has no name of its own is said to belong to the shorter one's."""


def diagnoses(prefixes: Iterable[str]) -> Text:
    """精神和行为障碍（F）、女性不孕症（N97）: prefixes of one name stand together."""
    by_name: dict[Text, list[str]] = {}
    for prefix in prefixes:
        by_name.setdefault(_name(prefix), []).append(prefix)
    return all_of(_with_codes(name, codes) for name, codes in by_name.items())


def _name(prefix: str) -> Text:
    if prefix in NAMES:
        return NAMES[prefix]
    known = [name for name in NAMES if prefix.startswith(name)]
    if not known:
        return Text("诊断编码", "diagnosis code")
    return say("部分{whole}", "certain {whole}", whole=NAMES[max(known, key=len)])


def _with_codes(name: Text, codes: list[str]) -> Text:
    return Text(f"{name.zh}（{'、'.join(codes)}）", f"{name.en} ({', '.join(codes)})")
