"""The words of a claims statement (理赔对账单), plain enough for any employee."""

from tuanbao.language import Text

TITLE = Text("理赔对账单", "Claims statement")
NAME = Text("姓名", "Name")
FAMILY = Text("家属", "Family")
MEMBER = Text("人员编号", "Member")
PERIOD = Text("保障期间", "Covered")
PLAN = Text("方案", "Plan")
BILLS = Text("票据", "Bills")
BILL_COUNT = Text("{n} 张", "{n}")

FLOW = Text("钱去哪儿了", "Who paid what")
TOTAL = Text("一共花了", "It cost")
POOLED = Text("医保付了", "Basic insurance paid")
OTHER = Text("其他途径付了", "Others paid")
PAID = Text("我们赔了", "We paid")
PATIENT = Text("您承担", "You bear")
PATIENT_OF_FAMILY = Text("您家承担", "Your family bears")
EVERY_PERSON = Text("每个人", "By person")
PERSON_HEAD = (
    NAME,
    Text("关系", "Relation"),
    BILLS,
    TOTAL,
    POOLED,
    PAID,
    Text("自己承担", "Own share"),
)
SUM = Text("合计", "Total")

EVENTS = Text("定额给付", "Lump sums")
PROGRESS = Text("本年度的额度", "Your limits this year")
PROGRESS_HEAD = (
    Text("责任", "Benefit"),
    Text("条款", "Term"),
    Text("已用", "Used"),
    Text("全年", "For the year"),
    Text("还剩", "Left"),
)
YUAN = Text("{amount} 元", "{amount}")
TIMES = Text("{n} 次", "{n} bills")
DAYS = Text("{n} 天", "{n} days")
BAND_LABEL = Text("年度累计费用", "Expense of the year")
BAND_NEXT = Text("下一笔赔 {share}", "{share} of the next")
BAND_NONE = Text("下一笔不赔", "nothing of the next")
BAND_THEN = Text("满 {edge} 元后赔 {share}", "{share} above {edge}")
FAMILY_SHARED = Text("全家", "Family")

DETAILS = Text("每张票据", "Bill by bill")
DETAILS_OF = Text("{name}的票据", "Bills of {name}")
NO_BILLS = Text("本期间没有票据。", "There are no bills in this period.")
BILL = Text("票据", "Bill")
DISCHARGE = Text("{first} 至 {last}", "{first} to {last}")
UNSETTLED = Text("未经医保结算", "not settled through basic insurance")
HOSPITAL = Text("{level}{ownership}医院{ward}", "{level} {ownership} hospital{ward}")
NO_ROW = Text("没有适用的责任，由您承担。", "No benefit covers this; it is yours to bear.")

TERMS = Text("名词解释", "Words explained")
OWN_TERMS = (
    (
        Text("医保付了", "Basic insurance paid"),
        Text("基本医疗保险统筹基金直接支付的部分。", "What the pooled fund of basic medical insurance paid directly."),
    ),
    (
        Text("我们赔了", "We paid"),
        Text("公司为您投保的团体保险赔付的部分。", "What the group insurance that your company bought for you paid."),
    ),
    (
        Text("您承担", "You bear"),
        Text(
            "医保和我们都付过以后，剩下由您自己出的部分（含医保个人账户支付的）。",
            "What is left to you after both, including what came from your personal medical account.",
        ),
    ),
)
ASK = Text(
    "对结果有疑问，请联系理赔服务人员，并提供票据号。",
    "If something looks wrong, ask the claims desk and name the bill.",
)
