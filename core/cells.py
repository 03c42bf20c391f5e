"""Text in cells of CSV files: what a spreadsheet would compute is written so that it stays text, and read back as it was.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` (or a tab or a carriage return before them) for
a formula, wherever the file came from. An apostrophe before it makes it text. Numbers written as text are left alone.
"""

import re

import pandas as pd

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def safe_text(text: str) -> str:
    """Return the text of a cell as it may be written: with an apostrophe first where it would be computed.

    Text that begins with apostrophes before such a letter gets one more, so that `plain_text` returns every text as
    it was.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_text(cell: str) -> str:
    """Return the text that `safe_text` made a cell of; any other cell is returned as it is."""
    return cell[1:] if cell.startswith("'") and safe_text(cell[1:]) == cell else cell


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the text of its cells and the names of its columns safe to write into a CSV file."""
    safe = table.copy(deep=False)
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        if isinstance(column.dtype, pd.CategoricalDtype):
            column = column.astype(object)
        if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
            safe.isetitem(place, column.map(lambda value: safe_text(value) if isinstance(value, str) else value))
    return safe.rename(columns={name: safe_text(name) for name in table.columns if isinstance(name, str)})
