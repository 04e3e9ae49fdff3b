"""The closed lists of the plan language and of the tables, in the order of their codes, with their names.

The position of a word in its list is its code in arrays: words are added at the end and never moved.
"""

from tuanbao.language import Text

CATEGORIES = {
    "outpatient": Text("门诊", "outpatient"),
    "emergency": Text("急诊", "emergency"),
    "inpatient": Text("住院", "inpatient"),
    "maternity": Text("生育", "maternity"),
    "dental": Text("口腔", "dental"),
    "vision": Text("眼科", "vision"),
    "tcm": Text("中医", "traditional Chinese medicine"),
    "physiotherapy": Text("理疗", "physiotherapy"),
    "pharmacy": Text("药房购药", "pharmacy"),
    "online": Text("互联网医院", "online hospital"),
    "special_drug": Text("特药", "special drug"),
    "proton": Text("质子重离子", "proton and heavy-ion therapy"),
    "checkup": Text("体检", "check-up"),
    "vaccination": Text("疫苗", "vaccination"),
    "psychiatric": Text("精神心理", "mental health"),
    "chronic": Text("门诊慢特病", "outpatient chronic and special disease"),
    "ambulance": Text("救护车", "ambulance"),
    "overseas": Text("境外", "overseas"),
}
CAUSES = {"illness": Text("疾病", "illness"), "accident": Text("意外", "accident")}
RELATIONS = {
    "employee": Text("员工", "employee"),
    "spouse": Text("配偶", "spouse"),
    "child": Text("子女", "child"),
    "parent": Text("父母", "parent"),
}
SEXES = {"male": Text("男", "male"), "female": Text("女", "female")}
LEVELS = {
    0: Text("未定级", "ungraded"),
    1: Text("一级", "level 1"),
    2: Text("二级", "level 2"),
    3: Text("三级", "level 3"),
}
OWNERSHIPS = {"public": Text("公立", "public"), "private": Text("民营", "private")}
WARDS = {
    "general": Text("普通部", "general ward"),
    "special": Text("特需部", "special-needs ward"),
    "international": Text("国际部", "international ward"),
}
COMPONENTS = {
    "in_scope_below": Text("医保内自付中起付线以下的部分", "in-catalogue share below the scheme's deductible"),
    "in_scope": Text("医保内自付（自付一）", "in-catalogue share borne by the person"),
    "in_scope_above": Text("医保内自付中封顶线以上的部分", "in-catalogue share above the scheme's ceiling"),
    "class_b": Text("乙类先行自付（自付二）", "first-pay share of class B items"),
    "out_of_scope": Text("医保外自费", "out-of-catalogue expense"),
}
EVENTS = {
    "critical_illness": Text("重大疾病", "critical illness"),
    "moderate_illness": Text("中症疾病", "moderate illness"),
    "minor_illness": Text("轻症疾病", "minor illness"),
    "death": Text("身故", "death"),
    "sudden_death": Text("猝死", "sudden death"),
    "accidental_death": Text("意外身故", "accidental death"),
    "transport_death": Text("公共交通意外身故", "death in a transport accident"),
    "disability": Text("伤残", "disability"),
    "childbirth": Text("生育", "childbirth"),
    "lost_time": Text("误工", "lost time"),
}
EVENT_IS_ALSO = {
    "transport_death": ("accidental_death", "death"),
    "accidental_death": ("death",),
    "sudden_death": ("death",),
}
"""What an event is a kind of."""
MODES = {
    "air": Text("航空", "air"),
    "rail": Text("轨道交通", "rail"),
    "ship": Text("轮船", "ship"),
    "road": Text("营运汽车", "road carrier"),
    "car": Text("自驾车", "private car"),
    "natural": Text("自然灾害", "natural disaster"),
    "cesarean": Text("剖宫产", "caesarean section"),
}
REASONS = {
    "": Text("", ""),
    "not_covered": Text("就诊当日不在保障期内", "not covered on that day"),
    "relation": Text("本项责任不含该被保险人身份", "this benefit does not cover this relation"),
    "category": Text("不属于本项责任的就诊类型", "not a kind of care that this benefit covers"),
    "cause": Text("不属于本项责任的原因（疾病或意外）", "not a cause (illness or accident) that this benefit covers"),
    "work": Text("工伤与否不符合本项责任", "work injury: not as this benefit requires"),
    "hospital": Text("医院不在本项责任的范围内", "the hospital is outside this benefit's scope"),
    "not_listed": Text("诊断不在本项责任的清单内", "the diagnosis is not on this benefit's list"),
    "excluded": Text("属于除外责任", "excluded"),
    "unsettled": Text("未经医保结算", "not settled through basic medical insurance"),
    "waiting": Text("在等待期内", "within the waiting period"),
    "too_late": Text("超过发病或事故后的就诊期限", "too long after the onset"),
    "no_eligible_expense": Text("没有可赔的费用", "no eligible expense"),
}
PAYMENT_REASONS = {
    **REASONS,
    "mode": Text("不属于本项责任的方式", "not in a way that this benefit covers"),
    "survival": Text("未满生存期", "the survival period was not reached"),
    "same_accident": Text(
        "同一事故的伤残只按最重一级给付一次", "one accident's disabilities are paid once, by the worst grade"
    ),
    "interval": Text("与上次给付间隔不足", "too soon after the last payment"),
    "sum_used": Text("保额已用完", "the sum insured is used up"),
    "minor_cap": Text("已达未成年人身故给付上限", "the legal cap for a minor's death is reached"),
}
