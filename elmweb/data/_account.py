"""An account of a file: what each of its lines became, and the sentences that say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from elmweb.data._cells import cut

__all__ = ["UNDOABLE", "Account", "Lines"]

SHOWN_LINES = 10

# Why a line is no row of the table: of one line, of several.
_KINDS = {
    "setting": ("says how cells are separated", "say how cells are separated"),
    "title": ("stands above the names", "stand above the names"),
    "comment": ("begins with #", "begin with #"),
    "units": ("under the names holds units or types", "under the names hold units or types"),
    "total": ("at the end sums up the rows above", "at the end sum up the rows above"),
    "note": ("holds a note and no row", "hold notes and no rows"),
    "long": ("has more cells than there are columns", "have more cells than there are columns"),
    "short": ("has fewer cells than there are columns", "have fewer cells than there are columns"),
    "chosen": ("was chosen", "were chosen"),
}
_UNDONE = {
    "title": "What stands above the names is read as rows.",
    "comment": "Lines that begin with # are read as rows.",
    "units": "Units or types under the names are read as rows.",
    "total": "Totals at the end are read as rows.",
    "note": "Notes are read as rows.",
    "long": "Rows with more cells than there are names get more columns.",
    "short": "Rows with fewer cells than there are columns are left out.",
}
UNDOABLE = tuple(_UNDONE)
"""What is done with lines of these kinds can be undone."""


@dataclass
class Lines:
    """Lines of one kind.

    Parameters
    ----------
    n : int
        How many.
    first : list of int
        The numbers of the first ten, counted from 1.
    text : str
        What the first of them says.
    """

    n: int = 0
    first: list[int] = field(default_factory=list)
    text: str = ""

    def add(self, line: int, text: str = "", n: int = 1) -> None:
        """Count ``n`` lines from this one on."""
        self.text = self.text or cut(text)
        self.first += range(line, line + min(n, SHOWN_LINES - len(self.first)))
        self.n += n

    def join(self, other: Lines) -> None:
        """Count lines that come later."""
        self.first += other.first[: SHOWN_LINES - len(self.first)]
        self.text = self.text or other.text
        self.n += other.n

    def where(self, thing: str) -> str:
        """Return which they are, such as "Lines 3, 5 to 7 and 2 more"."""
        spans: list[list[int]] = []
        for line in self.first:
            if spans and spans[-1][1] == line - 1:
                spans[-1][1] = line
            else:
                spans.append([line, line])
        texts = []
        for a, b in spans:
            texts += [f"{a:,} to {b:,}"] if b > a + 1 else [f"{line:,}" for line in range(a, b + 1)]
        texts += [f"{self.n - len(self.first):,} more"] if self.n > len(self.first) else []
        last = f" and {texts[-1]}" if len(texts) > 1 else ""
        return f"{thing.capitalize()}{'s' if self.n > 1 else ''} {', '.join(texts[:-1] or texts)}{last}"


@dataclass
class Account:
    """What became of every line of a file.

    Parameters
    ----------
    n_lines : int
        Lines of the file; of a workbook or a web page, rows of the sheet.
    n_names : int
        Lines that hold the names of the columns.
    n_row_lines : int
        Lines of the rows of the table; a row with a line break in a cell has several.
    n_blank : int
        Blank lines.
    left_out : dict of str to Lines
        Lines that are no rows, by their kind.
    filled : Lines
        Rows that were short and are filled up with missing values.
    changes : list of str
        A sentence for whatever else was mended.
    undone : tuple of str
        What a person undid, some of ``UNDOABLE``.
    thing : str
        "line", or "row" of a sheet.
    """

    n_lines: int = 0
    n_names: int = 0
    n_row_lines: int = 0
    n_blank: int = 0
    left_out: dict[str, Lines] = field(default_factory=dict)
    filled: Lines = field(default_factory=Lines)
    changes: list[str] = field(default_factory=list)
    undone: tuple[str, ...] = ()
    thing: str = "line"

    @property
    def n_left_out(self) -> int:
        """Number of lines that are left out."""
        return sum(lines.n for lines in self.left_out.values())

    @property
    def adds_up(self) -> bool:
        """Whether every line is accounted for, and none twice."""
        return self.n_lines == self.n_names + self.n_row_lines + self.n_blank + self.n_left_out

    def leave_out(self, kind: str, line: int, text: str = "", n: int = 1) -> None:
        """Count lines that are no row of the table."""
        self.left_out.setdefault(kind, Lines()).add(line, text, n)

    def sentences(self) -> list[str]:
        """Return a sentence for everything that was left out, filled up or mended."""
        return [*self._done().values(), *self.changes]

    def switches(self) -> list[dict[str, str | bool]]:
        """Return what can be undone, or is.

        Returns
        -------
        list of dict
            ``kind``, ``text``, and ``on``: False once it is undone.
        """
        done = {kind: text for kind, text in self._done().items() if kind in UNDOABLE and kind not in self.undone}
        return [{"kind": kind, "text": text, "on": True} for kind, text in done.items()] + [
            {"kind": kind, "text": _UNDONE[kind], "on": False} for kind in self.undone
        ]

    def _done(self) -> dict[str, str]:
        """Return a sentence for each kind of line that was left out or filled up."""
        texts = {}
        for kind, lines in self.left_out.items():
            is_one = lines.n == 1
            what = f"{_KINDS[kind][not is_one]}, and {'is' if is_one else 'are'} left out"
            texts[kind] = f"{lines.where(self.thing)} {what}" + (f': "{lines.text}".' if lines.text else ".")
        if self.filled.n:
            what = _KINDS["short"][self.filled.n > 1]
            texts["short"] = f"{self.filled.where(self.thing)} {what}. What they lack is missing."
        return texts
