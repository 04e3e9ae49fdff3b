"""The file of options (设计选项文件), with every problem at its line and column."""

from collections.abc import Iterator
from pathlib import Path

from tuanbao.design.options.model import Options
from tuanbao.language import Text
from tuanbao.plan.checks import Complaint
from tuanbao.plan.problems import PlanError
from tuanbao.plan.reading import Findings, read
from tuanbao.plan.source import Mapping, parse_documents
from tuanbao.plan.syntax import read_text


def load_options(path: str | Path) -> tuple[Options, Findings]:
    """The options in a YAML file, and where their parts stand. Raises PlanError with all problems."""
    return parse_options(read_text(Path(path)), str(path))


def parse_options(text: str, file: str = "-") -> tuple[Options, Findings]:
    """As load_options, of a text."""
    trees = parse_documents(text, Path(file))
    findings = Findings(file, trees[0])
    options, _ = read(Options, trees[0], findings, {})
    for path, code, message in _complaints(options) if options else ():
        findings.add(path, code, message)
    if len(trees) > 1:
        message = Text("设计选项应为一个文件一份", "a file holds the options of one design only")
        findings.add((), "several_options", message)
    if findings.problems or options is None:
        raise PlanError(findings.problems)
    return options, findings


def nowhere(file: str = "-") -> Findings:
    """Where options stand that no file says."""
    return Findings(file, Mapping((1, 1)))


def _complaints(options: Options) -> Iterator[Complaint]:
    yield from _repeated("levers", "lever", [f"{lever.plan}/{lever.lever}" for lever in options.levers])
    yield from _repeated("services", "service", [service.service for service in options.services])
    yield from _repeated("tiers", "tier", [tier.tier for tier in options.tiers])
    yield from _repeated("payers", "relation", [payer.relation for payer in options.payers])
    for i, payer in enumerate(options.payers):
        if payer.relation == "employee":
            zh, en = "员工本人的保费由企业承担，不能写在 payers 里", "payers are for dependants; employees are paid for"
            yield ("payers", i, "relation"), "payer_employee", Text(zh, en)


def _repeated(part: str, key: str, names: list[str]) -> Iterator[Complaint]:
    for i, name in enumerate(names):
        if name in names[:i]:
            yield (part, i, key), "repeated_id", Text(f"“{name}”前面已有", f"{name!r} stands already above")
