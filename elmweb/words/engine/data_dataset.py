"""What was done to the rows of a table before training, and how they were divided."""

from __future__ import annotations

from elmweb.formatting import count


def _left_out(n_rows: int, which: str) -> str:
    return f"{count(n_rows, 'row')} {which} {'is' if n_rows == 1 else 'are'} left out."


def without_answer(n_rows: int) -> str:
    """Rows that nothing can be learned from."""
    return _left_out(n_rows, "without an answer")


def without_value(n_rows: int, column: str) -> str:
    """Rows with a gap in a column, where gaps are not filled."""
    return _left_out(n_rows, f'without a value for "{column}"')


def with_rare_answer(n_rows: int) -> str:
    """Rows with an answer that few have."""
    return _left_out(n_rows, "with an answer that is too rare")


def with_unknown_answer(n_rows: int) -> str:
    """Rows to test on whose answer is in no row to learn from."""
    return _left_out(n_rows, "with an answer that no row to learn from has")


def copies(n_rows: int) -> str:
    """Rows that are the same as others."""
    return _left_out(n_rows, "that is an exact copy" if n_rows == 1 else "that are exact copies")


def picked(n_used: int, n_rows: int) -> str:
    """That there are more rows than are used."""
    return f"{n_used:,} of {n_rows:,} rows are used, picked at random."


def corrected(n_rows: int) -> str:
    """Rows whose answer was changed."""
    return f"{count(n_rows, 'row')} corrected on this page."


def taken_out(n_rows: int) -> str:
    """Rows that are not used any more."""
    return f"{count(n_rows, 'row')} taken out on this page."


def answered(n_rows: int) -> str:
    """Rows that had no answer before."""
    return f"{count(n_rows, 'row')} without an answer got one on this page."


# The rows to test on

DRAWN = "They were drawn at random."
"""How the rows to test on were chosen."""
LAST_OF_THE_TABLE = "They are the last ones of the table. The model learned from those before."


def whole_groups(n_test: int, n_groups: int, names: str) -> str:
    """The same where the rows of, say, one person are kept together; names of columns, in quotes."""
    return (
        f"They are all rows of {n_test:,} of {n_groups:,} values of {names}, drawn at random. "
        "No value is on both sides."
    )


def last_in_time(names: str) -> str:
    """How they were chosen where a column says the time."""
    return f"They are the last ones by {names}. The model learned from those before."
