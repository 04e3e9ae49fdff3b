"""Everything that a design hands on, into one folder (建议书的全部文件)."""

from pathlib import Path

from tuanbao.design.proposal import Proposal
from tuanbao.documents.proposal.book.workbook import write_proposal_book
from tuanbao.documents.proposal.document import write_proposal
from tuanbao.documents.proposal.slides.presentation import write_slides
from tuanbao.language import Language, Text
from tuanbao.plan import load_programme

PLANS, PROGRAMME = "plans.yaml", "programme.yaml"


def write_proposal_files(
    folder: Path, found: Proposal, language: Language, company: str | None = None, note: Text | None = None
) -> list[tuple[Path, Text]]:
    """Document, slides, workbook, and the proposed programme as files; what each is, in the order of reading.

    The programme's files are read again, so that what is proposed can be checked, quoted and adjudicated.
    """
    folder.mkdir(parents=True, exist_ok=True)
    programme, plans = found.plans.texts(PLANS)
    (folder / PLANS).write_text(plans, "utf-8")
    (folder / PROGRAMME).write_text(programme, "utf-8")
    load_programme(folder / PROGRAMME)
    write_proposal(folder / "proposal.pdf", found, language, company=company, note=note)
    write_slides(folder / "proposal.pptx", found, language, company=company, note=note)
    write_proposal_book(folder / "proposal.xlsx", found, language)
    return [
        (folder / "proposal.pdf", Text("给管理层的建议书", "the proposal for management")),
        (folder / "proposal.pptx", Text("幻灯片，图表可编辑", "slides with charts that can be edited")),
        (folder / "proposal.xlsx", Text("工作簿：全部候选方案、权重、测算", "workbook: all designs, weights, what-if")),
        (folder / PROGRAMME, Text("建议的方案体系，可直接报价", "the proposed programme, ready to be quoted")),
        (folder / PLANS, Text("建议的方案条款", "the proposed plans")),
    ]
