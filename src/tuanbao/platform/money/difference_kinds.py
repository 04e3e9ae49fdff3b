"""Kinds of differences between the insurer's bill, our cover and payroll, and what to do about each (差异种类)."""

from collections.abc import Mapping
from typing import NamedTuple

from tuanbao.language import Text


class Kind(NamedTuple):
    title: Text
    to_do: Text


WHAT: Mapping[str, Kind] = {
    "left": Kind(
        Text("已不在保，仍在账单上", "on the bill, not covered"),
        Text("请保险公司核对批单并退回这笔保费", "ask the insurer to check the endorsement and give the premium back"),
    ),
    "missing": Kind(
        Text("在保，账单上没有", "covered, not on the bill"),
        Text("确认批单已送达；未送达则补送，否则可能没有保障", "check that the endorsement arrived"),
    ),
    "refund_missing": Kind(
        Text("应退保费未退", "refund not on the bill"),
        Text("请保险公司按批单退费", "ask the insurer for the refund of the endorsement"),
    ),
    "duplicate": Kind(
        Text("重复收费", "charged twice"), Text("请保险公司删除重复行", "ask the insurer to take the second row out")
    ),
    "unknown": Kind(
        Text("查无此人", "unknown person"),
        Text("核对工号；不是本公司人员则请保险公司删除", "check the number; ask the insurer to remove strangers"),
    ),
    "doubtful": Kind(
        Text("无法确定是谁", "in doubt who it is"),
        Text("请人工核对：可能是“我方”一栏的工号", "look at the papers: it may be one of the numbers under ours"),
    ),
    "number_mismatch": Kind(
        Text("工号不符", "number differs"), Text("请保险公司更正工号", "ask the insurer to correct the number")
    ),
    "name_mismatch": Kind(
        Text("姓名不符", "name differs"),
        Text("核对证件后请一方更正姓名", "check the documents; whoever is wrong corrects the name"),
    ),
    "wrong_plan": Kind(
        Text("计划不符", "plan differs"), Text("请保险公司按批单更正计划", "ask the insurer to correct the plan")
    ),
    "wrong_dates": Kind(
        Text("保障日期不符", "dates differ"), Text("请保险公司按批单更正日期", "ask the insurer to correct the dates")
    ),
    "wrong_amount": Kind(
        Text("金额不符", "amount differs"),
        Text("核对费率和天数；错在对方则请更正", "check rate and days; ask the insurer to correct what is wrong"),
    ),
    "deducted_without_cover": Kind(
        Text("已扣款，无需扣款", "deducted, nothing due"),
        Text("下月工资退还", "give it back with the next pay"),
    ),
    "not_deducted": Kind(
        Text("应扣款，未扣", "due, not deducted"),
        Text("下月一并扣除，并告知员工", "take it with the next pay, and tell the employee"),
    ),
    "wrong_deduction": Kind(
        Text("扣款金额不符", "deduction differs"),
        Text("差额下月多退少补", "the difference goes into the next pay"),
    ),
}
