"""The schedule of benefits (保险责任表) as text, Markdown, Excel and PDF.

What it says comes from `tuanbao.plan.wording`; here it only gets its form.
"""

from tuanbao.documents.schedule_excel import write_excel
from tuanbao.documents.schedule_pdf import write_pdf
from tuanbao.documents.schedule_text import to_markdown, to_text

__all__ = ["to_markdown", "to_text", "write_excel", "write_pdf"]
