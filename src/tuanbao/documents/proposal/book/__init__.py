"""The proposal as a workbook with live formulas (工作簿)."""
