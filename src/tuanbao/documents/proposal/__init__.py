"""The proposal that management reads (方案建议书): document, slides, workbook, files."""
