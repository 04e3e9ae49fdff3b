"""Why one may choose, or may not (选择时机的说明)."""

from datetime import date

from tuanbao.language import Text


def annual(year: int) -> Text:
    return Text(f"{year} 年度选择", f"the choice for {year}")


def unlocked() -> Text:
    return Text("可随时更改，下月起生效", "may be changed at any time, from next month on")


def new_hire(hired: date) -> Text:
    return Text(f"新入职选择（{hired} 入职）", f"your choice as new in the company (since {hired})")


def event(name: Text, happened: date) -> Text:
    return Text(f"{name.zh}（{happened}）", f"{name.en} ({happened})")


def left(day: date) -> Text:
    return Text(f"您已于 {day} 离职，不能再选择", f"you left on {day} and can no longer choose")


def not_yet_here(day: date) -> Text:
    return Text(f"您将于 {day} 入职，入职当天起即可选择", f"you join on {day}; you can choose from that day on")


def event_waits() -> Text:
    zh, en = "您报告的生活事件正在审核，通过后即可选择", "your life event is being looked at; then you can choose"
    return Text(zh, en)


def locked(days: int) -> Text:
    return Text(
        f"本年度的选择已锁定。结婚、生育等生活事件发生后 {days} 天内可以申请更改",
        f"choices are locked for the year; within {days} days of a life event, such as a birth, you may ask to change",
    )


def locked_until(opens: date, closes: date, days: int) -> Text:
    more = locked(days)
    return Text(
        f"{more.zh}；下一次选择期为 {opens} 至 {closes}",
        f"{more.en}; the next window is from {opens} to {closes}",
    )
