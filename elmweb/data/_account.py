"""An account of a file: what each of its lines became, and the sentences that say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from elmweb.data._cells import cut
from elmweb.words.engine import data_account as words

__all__ = ["UNDOABLE", "Account", "Lines"]

SHOWN_LINES = 10

UNDOABLE = ("title", "comment", "units", "total", "note", "long", "short")
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
        return words.which(thing, [(first, last) for first, last in spans], self.n - len(self.first))


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
        return [
            {"kind": kind, "text": f"{text} {words.switch_off(kind, self._number(kind))}", "on": True}
            for kind, text in done.items()
        ] + [{"kind": kind, "text": words.UNDONE[kind], "on": False} for kind in self.undone]

    def _number(self, kind: str) -> int:
        """Return how many lines of a kind were left out or filled up."""
        return self.left_out[kind].n if kind in self.left_out else self.filled.n

    def _done(self) -> dict[str, str]:
        """Return a sentence for each kind of line that was left out or filled up."""
        texts = {}
        for kind, lines in self.left_out.items():
            texts[kind] = words.left_out(kind, lines.where(self.thing), lines.n, lines.text)
        if self.filled.n:
            texts["short"] = words.filled_up(self.filled.where(self.thing), self.filled.n)
        return texts
