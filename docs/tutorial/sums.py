import tuanbao
from tuanbao.money import format_yuan
from tuanbao.roster import BILLS, MEMBERS, read_table

plan = tuanbao.load_plan("plan.yaml")
members, bills = read_table("members.csv", MEMBERS), read_table("bills.csv", BILLS)
for name in ("studio-2026", "studio-2026:saver"):
    chosen = plan if name == plan.id else plan.variant("saver")
    result = tuanbao.adjudicate(chosen, members, bills)
    print(name, format_yuan(sum(result.summary["paid"].to_pylist())))
