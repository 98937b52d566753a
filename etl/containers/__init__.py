"""Any spreadsheet file as sheets of cells."""

from etl.containers.opening import open_workbook
from etl.containers.sheets import Cell, Fault, FaultKind, Sheet, Workbook, a1, column_letter

__all__ = ["Cell", "Fault", "FaultKind", "Sheet", "Workbook", "a1", "column_letter", "open_workbook"]
