"""The words of the results workbook (理算结果)."""

from tuanbao.language import Text

OVERVIEW = Text("总览", "Overview")
BENEFITS = Text("按责任", "By benefit")
MONTHS = Text("按月份", "By month")
CATEGORIES = Text("按就诊类型", "By kind of care")
PEOPLE = Text("赔付最多的人", "Most paid")
ROWS = Text("赔付明细", "Explanation")
PAYMENTS = Text("定额给付", "Events")
ERRORS = Text("错误清单", "Errors")

TITLE = Text("理算结果", "Adjudication results")
FOR_THE_DESK = Text(
    "供理赔人员使用，含个人就医信息，请勿转发。金额单位：元。",
    "For the claims desk: holds medical information of persons, do not pass on. Amounts in yuan.",
)
WHERE_IT_WENT = Text("医疗费由谁承担", "Who paid the medical bills")
MONTH_CHART = Text("各月赔付与个人承担（按就诊月份）", "Paid and borne by month of service")
CATEGORY_CHART = Text("各就诊类型的赔付", "Paid by kind of care")
FIRST_ROWS = Text(
    "这里用文字说明 {shown:,} 行；全部 {all:,} 行在同一目录的 eob 文件中。",
    "{shown:,} rows in words here; all {all:,} are in the file eob in the same folder.",
)
ALL_ROWS = Text("共 {all:,} 行。", "{all:,} rows.")
PEOPLE_WITH_BILLS = Text("有票据的人数", "People with bills")

HEADINGS = {
    "people": Text("人数", "People"),
    "bills": Text("票据数", "Bills"),
    "lines": Text("票据行数", "Lines of bills"),
    "total": Text("医疗费总额", "Medical bills"),
    "pooled": Text("医保统筹支付", "Basic medical insurance"),
    "other_paid": Text("其他支付", "Other payers"),
    "paid": Text("本方案赔付", "This plan"),
    "patient": Text("个人承担", "The person"),
    "events": Text("定额给付", "Events"),
    "all": Text("赔付合计", "Paid in all"),
    "month": Text("就诊月份", "Month of service"),
    "category": Text("就诊类型", "Kind of care"),
    "plan": Text("方案", "Plan"),
    "benefit": Text("责任", "Benefit"),
    "applied": Text("适用行数", "Rows applied"),
    "paid_rows": Text("赔付行数", "Rows paid"),
    "eligible": Text("可赔费用", "Eligible"),
    "deductible": Text("免赔额", "Deductible"),
    "coinsurance": Text("按比例自付", "Coinsurance"),
    "over_limit": Text("超出限额", "Over limit"),
    "row_paid": Text("赔付", "Paid"),
    "reason": Text("不赔原因", "Why not paid"),
    "sentence": Text("说明", "In words"),
    "bill_id": Text("票据号", "Bill"),
    "line": Text("行号", "Line"),
    "date": Text("就诊日期", "Date"),
    "member_id": Text("人员编号", "Member"),
    "name": Text("姓名", "Name"),
    "relation": Text("关系", "Relation"),
    "department": Text("部门", "Department"),
    "event_id": Text("事件号", "Event"),
    "event_date": Text("日期", "Date"),
    "event": Text("事件", "Event"),
    "basis": Text("保额或日额", "Sum or daily amount"),
    "share": Text("比例", "Share"),
    "days": Text("天数", "Days"),
    "table": Text("表", "Table"),
    "row": Text("行", "Row"),
    "column": Text("列", "Column"),
    "value": Text("值", "Value"),
    "error": Text("原因", "Reason"),
}
