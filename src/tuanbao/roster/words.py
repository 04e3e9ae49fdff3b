"""What people write in cells for the words of the plan language (常见写法)."""

from tuanbao.language import Text

TRUTH = {"false": Text("否", "no"), "true": Text("是", "yes")}
TRUTH_WORDS = {
    "false": ("n", "f", "0", "无", "没有", "不是", "非", "×", "✗"),
    "true": ("y", "t", "1", "有", "对", "√", "✓"),
}
CATEGORY_WORDS = {
    "outpatient": ("普通门诊", "专家门诊", "专科门诊", "门诊就诊", "op", "opd"),
    "emergency": ("急诊就诊", "急诊科", "er"),
    "inpatient": ("普通住院", "住院治疗", "急诊住院", "ip", "hospitalization", "hospitalisation", "hospital stay"),
    "maternity": ("生育医疗", "分娩", "产检", "产前检查"),
    "dental": ("牙科", "齿科", "口腔科", "dentist"),
    "vision": ("配镜", "眼镜", "视力", "optical"),
    "tcm": ("中医门诊", "中医治疗", "中医科"),
    "physiotherapy": ("物理治疗", "康复理疗", "理疗科", "physio"),
    "pharmacy": ("药房", "药店", "药店购药", "定点药店", "定点药店购药", "drugstore"),
    "online": ("互联网问诊", "互联网诊疗", "线上问诊", "在线问诊", "网上问诊", "telemedicine"),
    "special_drug": ("特殊药品", "特定药品"),
    "proton": ("质子", "重离子", "质子重离子治疗"),
    "checkup": ("健康体检", "体格检查", "health check"),
    "vaccination": ("疫苗接种", "预防接种", "接种", "vaccine"),
    "psychiatric": ("精神科", "心理", "心理咨询", "心理治疗", "mental"),
    "chronic": (
        "门慢",
        "门特",
        "门诊慢病",
        "门诊慢性病",
        "门诊特病",
        "门诊特殊病",
        "门诊慢特",
        "慢特病",
        "慢病",
        "特病",
    ),
    "ambulance": ("急救车", "120", "120急救"),
    "overseas": ("海外", "国外", "境外就医", "海外就医", "abroad"),
}
CAUSE_WORDS = {
    "illness": ("因病", "患病", "生病", "sickness", "disease"),
    "accident": ("意外伤害", "意外事故", "外伤", "injury", "accidental"),
}
# Parents-in-law are not listed: whether they are parents is for the company to say, not for us to guess.
RELATION_WORDS = {
    "employee": (
        "本人",
        "职工",
        "员工本人",
        "在职员工",
        "主被保险人",
        "主被保人",
        "雇员",
        "self",
        "staff",
        "principal",
    ),
    "spouse": ("丈夫", "妻子", "夫", "妻", "爱人", "夫妻", "husband", "wife", "partner"),
    "child": ("儿子", "女儿", "孩子", "子", "女", "小孩", "children", "son", "daughter", "kid"),
    "parent": ("父亲", "母亲", "父", "母", "爸爸", "妈妈", "parents", "father", "mother"),
}
SEX_WORDS = {"male": ("男性", "m", "1"), "female": ("女性", "f", "2")}
OWNERSHIP_WORDS = {
    "public": ("公立医院", "公办", "国有", "公"),
    "private": ("私立", "私立医院", "民营医院", "民办", "私营", "社会办", "合资", "外资", "非公立", "私"),
}
WARD_WORDS = {
    "general": ("普通", "普通门诊", "普通病房", "普通病区", "general"),
    "special": ("特需", "特需门诊", "特需病房", "特需病区", "vip", "vip部", "special needs"),
    "international": ("国际", "国际医疗部", "国际门诊", "国际病房", "外宾", "外宾部"),
}
LEVEL_WORDS = {
    "0": ("未评级", "未评", "未定", "无等级", "无级别", "未定等级", "none", "unrated"),
    **{
        number: (
            f"{number}级",
            *(f"{chinese}级{rank}等" for rank in "甲乙丙特无"),
            *(f"{chinese}{rank}" for rank in "甲乙丙特"),
            f"{chinese}级医院",
            f"grade {number}",
        )
        for number, chinese in (("1", "一"), ("2", "二"), ("3", "三"))
    },
}
EVENT_WORDS = {
    "critical_illness": ("重疾", "重症", "ci"),
    "moderate_illness": ("中症",),
    "minor_illness": ("轻症", "轻度疾病"),
    "death": ("死亡", "疾病身故", "病故"),
    "sudden_death": (),
    "accidental_death": ("意外死亡",),
    "transport_death": ("公共交通意外", "公共交通意外死亡"),
    "disability": ("残疾", "意外伤残", "意外残疾", "伤残等级"),
    "childbirth": ("分娩", "生产", "delivery"),
    "lost_time": ("误工费", "误工津贴"),
}
MODE_WORDS = {
    "air": ("飞机", "民航", "航班", "flight", "plane"),
    "rail": ("火车", "高铁", "动车", "地铁", "轻轨", "列车", "train"),
    "ship": ("轮渡", "船", "ferry"),
    "road": ("公交", "公交车", "公共汽车", "客运汽车", "长途客车", "大巴", "出租车", "bus", "coach", "taxi"),
    "car": ("自驾", "私家车"),
    "natural": ("重大自然灾害", "地震", "洪水", "台风", "earthquake", "flood"),
    "cesarean": ("剖腹产", "c-section", "caesarean", "cesarean section"),
}
ID_TYPE_WORDS = {
    "resident": ("身份证", "二代身份证", "二代证", "中国居民身份证", "id card"),
    "hmt_permit": ("港澳台居住证", "港澳居民居住证", "台湾居民居住证", "居住证", "港澳台居民居住证"),
    "foreigner_permit": ("外国人永久居留证", "外国人永久居留身份证", "永久居留证", "外国人居留证", "green card"),
    "passport": ("中国护照", "外国护照", "因私护照"),
    "hk_macao_pass": ("回乡证", "港澳通行证", "港澳居民来往内地通行证", "港澳居民通行证"),
    "taiwan_pass": ("台胞证", "台湾居民来往大陆通行证", "台湾通行证"),
    "birth_certificate": ("出生证", "出生证明", "出生医学证明"),
    "other": ("其它", "其他证件", "其它证件"),
}
