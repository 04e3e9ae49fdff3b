"""The sentences of row errors, by code. What stands in braces differs from row to row."""

from tuanbao.language import Text

REASONS = {
    # One cell
    "required": Text("必填，不能为空", "must not be empty"),
    "not_a_number": Text("不是金额，请填数字，例如 1234.50", "is not an amount; write a number such as 1234.50"),
    "too_many_decimals": Text("金额最多两位小数", "an amount has at most two decimals"),
    "too_large": Text("金额超过一千亿元，请检查是否多打了数字", "more than 100 billion yuan; look for a typing error"),
    "negative": Text("金额不能是负数", "an amount must not be negative"),
    "not_a_date": Text("不是日期，请写成 2026-03-05", "is not a date; write it as 2026-03-05"),
    "date_number": Text(
        "这是日期在 Excel 里的序号（{date}），请把单元格格式改为日期",
        "this is how Excel numbers the day {date}; format the cell as a date",
    ),
    "implausible_date": Text("日期应在 1900 年至 2100 年之间", "a date must lie between the years 1900 and 2100"),
    "not_an_integer": Text("应为整数", "must be a whole number"),
    "unknown_word": Text("不认识这个词，可以填：{words}", "is not one of the words: {words}"),
    "formula_error": Text("这一格的公式出错，没有得到值", "the formula of this cell has failed and gives no value"),
    "digits_lost": Text(
        "号码超过 15 位却存成了数字，后面几位已经丢失；请把这一列设为文本格式，再重新填写",
        "more than 15 digits kept as a number: the last ones are lost; format the column as text and enter it again",
    ),
    "cells_in_row": Text(
        "这一行有 {found} 格，表头有 {expected} 格；请检查是否多了或少了分隔符",
        "this row has {found} cells and the heading row {expected}; look for a separator too many or too few",
    ),
    "total_row": Text("这像是合计行，请从表中删去", "this looks like a row of totals; take it out of the table"),
    # Identity documents
    "id_old": Text(
        "15 位旧身份证号已停用，请填 18 位号码", "numbers of 15 digits are no longer valid; use the one of 18"
    ),
    "id_length": Text("身份证号应为 18 位", "the number must have 18 characters"),
    "id_characters": Text(
        "身份证号应为 17 位数字加一位数字或 X", "the number must be 17 digits and one more digit or an X"
    ),
    "id_region": Text("号码开头的地区代码不存在", "the number begins with a region that does not exist"),
    "id_date": Text("号码中的出生日期不存在", "the birth date in the number does not exist"),
    "id_check_digit": Text("校验码不对，号码有误", "the check digit is wrong: the number has a typing error"),
    "id_format": Text("号码格式与证件类型（{id_type}）不符", "not the form of a number of this document: {id_type}"),
    "birth_date_differs": Text(
        "与证件号码 {number} 中的出生日期 {told} 不一致", "the number {number} says {told}: they disagree"
    ),
    "sex_differs": Text(
        "与证件号码 {number} 中的性别（{told}）不一致", "the number {number} says {told}: they disagree"
    ),
    # People
    "family_missing": Text("家属须填写所属员工的人员编号", "needed for everyone who is not an employee"),
    "duplicate_member": Text("人员编号重复，第 {row} 行已有", "this member ID stands in row {row} already"),
    "cover_to_before_cover_from": Text(
        "保障止期早于保障起期 {cover_from}", "before the first day of cover, {cover_from}"
    ),
    "continuous_after_cover_from": Text(
        "连续投保起期晚于保障起期 {cover_from}", "after the first day of cover, {cover_from}"
    ),
    "birth_after_cover_from": Text("出生日期晚于保障起期 {cover_from}", "after the first day of cover, {cover_from}"),
    "implausible_age": Text(
        "按出生日期，保障开始时已超过 {oldest} 岁", "more than {oldest} years old when cover begins"
    ),
    "plan_missing": Text("请填写方案，可以填：{plans}", "name a plan: {plans}"),
    "unknown_plan": Text("没有名为“{plan}”的方案，可以填：{plans}", "there is no plan {plan}; the plans are: {plans}"),
    "plan_twice": Text("方案“{plan}”写了两次", "the plan {plan} is named twice"),
    "amount_missing": Text("方案“{plan}”按这一列取金额，不能为空", "the plan {plan} takes an amount from this column"),
    "birth_date_missing": Text("方案“{plan}”与年龄有关，出生日期不能为空", "the plan {plan} depends on age"),
    # Bills
    "total_differs": Text(
        "金额合计 {total} 元，各项之和 {parts} 元，相差 {difference} 元",
        "the total is {total} yuan and its parts add up to {parts}: a difference of {difference}",
    ),
    "more_than_in_scope": Text(
        "起付线以下与封顶线以上共 {parts} 元，超过自付一 {in_scope} 元，多 {difference} 元",
        "below and above the scheme are {parts} yuan together: {difference} more than in scope ({in_scope})",
    ),
    "discharge_before_service": Text("出院日期早于入院日期 {service_date}", "before the admission, {service_date}"),
    "onset_after_service": Text("发病日期晚于就诊日期 {service_date}", "after the service date, {service_date}"),
    "line_not_positive": Text("明细行号从 1 开始", "lines are numbered from 1"),
    "duplicate_line": Text(
        "票据 {bill_id} 的第 {line} 条明细重复，第 {row} 行已有",
        "line {line} of bill {bill_id} stands in row {row} already",
    ),
    "lines_differ": Text(
        "同一张票据的各行应相同，而第 {row} 行是：{first}",
        "it must be the same on all lines of a bill; row {row} has: {first}",
    ),
    "unknown_member": Text(
        "人员清单中没有这个人，或其所在行有错", "not in the list of people, or that row has an error"
    ),
    "family_differs": Text(
        "人员清单中此人属于 {family_id}", "in the list of people this person belongs to {family_id}"
    ),
    # Events, openings, lists, premiums
    "duplicate_event": Text("事件编号重复，第 {row} 行已有", "this event ID stands in row {row} already"),
    "grade_missing": Text("伤残事件须填写伤残等级", "needed for a disability"),
    "grade_range": Text("伤残等级应为 1 至 10", "must be 1 to 10"),
    "days_missing": Text("误工事件须填写天数", "needed for lost time"),
    "days_range": Text("天数至少为 1", "must be at least 1"),
    "onset_after_event": Text("发病日期晚于事件日期 {date}", "after the event, {date}"),
    "duplicate_opening": Text(
        "同一人同一责任重复，第 {row} 行已有", "this person and benefit stand in row {row} already"
    ),
    "members_range": Text("人数至少为 1", "must be at least 1"),
    "duplicate_premium": Text(
        "与第 {row} 行完全相同；如确有两笔，请合并为一行",
        "the same as row {row}; if there really are two, put them into one",
    ),
    "to_before_from": Text("止日早于起日 {from_date}", "before the first day, {from_date}"),
}
