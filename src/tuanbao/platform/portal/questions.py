"""The ten questions that employees ask most (常见问题), answered in plain words."""

from tuanbao.language import Text

QUESTIONS: tuple[tuple[Text, Text], ...] = (
    (
        Text("看病花了钱，怎么报销？", "I paid for care: how do I claim?"),
        Text(
            "先用医保卡结算，留好发票、费用清单和病历，再按人事告知的方式交给保险公司。赔付按“保障”里写明的条款计算。",
            "Settle with your medical insurance card first, keep the invoice, the itemised list and the medical "
            "record, and hand "
            "them to the insurer in the way that HR tells you. What is paid follows the terms that stand under "
            "Cover.",
        ),
    ),
    (
        Text("我能报多少？", "How much will I get back?"),
        Text(
            "打开“保障”，在“如果花了”里填上金额，会算出大约能报多少，并逐步说明怎么算的。",
            "Open Cover and fill in an amount under “If I spent”: it works out roughly what is paid, step by step.",
        ),
    ),
    (
        Text("为什么一定要先用医保卡？", "Why should I use the medical insurance card first?"),
        Text(
            "很多方案对没有经医保结算的费用少赔一部分；每项责任的“未经医保结算”写明了比例。",
            "Many plans pay less for expense that was not settled through basic medical insurance; each benefit "
            "says how much.",
        ),
    ),
    (
        Text("哪些医院可以去？", "Which hospitals may I use?"),
        Text(
            "每项责任的“可以去哪里”写明了医院等级和部门；急诊是否不限，也写在那里。",
            "“Where one may go” of each benefit names the grades and wards, and whether emergencies are free of them.",
        ),
    ),
    (
        Text("什么是免赔额？", "What is a deductible?"),
        Text(
            "先由您自己承担的部分；超过它的费用才开始赔。按年计算的免赔额，一年里累计够了就不再扣。",
            "What you bear first; only expense above it is paid. A yearly one is borne once a year.",
        ),
    ),
    (
        Text("什么是等待期？", "What is a waiting period?"),
        Text(
            "参保后最初的一段时间，其间发生的疾病不赔；意外没有等待期。连续参保的，续保后不再重新计算。",
            "The first days of cover: an illness that begins then is not paid, an accident is. Renewed without "
            "a break, it does not "
            "start again.",
        ),
    ),
    (
        Text("家人可以参加吗？要花多少钱？", "May my family join, and what does it cost?"),
        Text(
            "可以参加的家人由贵公司的方案规定。选择窗口开放时，每个选项旁边写着积分抵扣后每月从工资里扣多少。",
            "Your company's programme says who may join. While the window is open, every option shows what is "
            "taken from your pay a "
            "month after points.",
        ),
    ),
    (
        Text("结婚、生了孩子，可以中途改选择吗？", "I married or had a child: may I change my choice now?"),
        Text(
            "可以，在方案规定的天数之内。请在“家人”里登记，并上传证明。",
            "Yes, within the days that the programme gives. Report it under Family and hand in the proof.",
        ),
    ),
    (
        Text("离职以后，保障到哪一天？", "When does cover end if I leave?"),
        Text(
            "以批单为准，通常到离职当天；家人的保障同时结束。离职前发生的费用，仍可申请理赔。",
            "The endorsement decides: usually on the last day of employment, for the family too. What happened "
            "before may still be "
            "claimed.",
        ),
    ),
    (
        Text("公司能看到我的病历吗？", "Can my company see my medical records?"),
        Text(
            "不能。人事看不到诊断、健康告知和理赔的医疗内容；这些只有您本人和理赔人员可以看。",
            "No. HR does not see diagnoses, health declarations or the medical content of claims; only you and "
            "the claims desk do.",
        ),
    ),
)
