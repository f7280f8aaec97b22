"""Why a table cannot be trained on as it was chosen: its columns, what is predicted, its rows and its corrections."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

CHOOSE_ANOTHER_TARGET = "Choose another column to predict."
NO_ANSWER = "no answer"


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"one of {', '.join(names)}"


def in_row(value: str, row: int) -> str:
    """A cell that broke a rule, and where it stands."""
    return f'"{value}" in row {row:,}'


def only(value: str) -> str:
    """That there is one thing only, where more are needed."""
    return f'only "{value}"'


# Columns

KIND_OF_ANSWER_UNKNOWN = "The kind of answer is unknown."
COLUMN_OF_THE_TABLE = "a column of the table"
AT_LEAST_TWO_COLUMNS = "at least 2 columns"
NO_COLUMN = "no column"
BRING_MORE_COLUMNS = "Bring a table with more columns, separated by commas, semicolons or tabs."
AT_LEAST_TWO_ROWS = "at least 2 rows"
WRONG_NUMBER_OF_TARGETS = "The number of columns to predict does not fit the kind of answer."
CHOOSE_ANOTHER_ROLE = "Choose another role for it, or leave it out."
_CANNOT_BE = {
    "number": 'The column "{}" cannot be a number column.',
    "date": 'The column "{}" cannot be a date column.',
    "photo": 'The column "{}" cannot be a photo column.',
    "sound": 'The column "{}" cannot be a sound column.',
    "meaning": 'The column "{}" cannot be read by its meaning.',
}
ROLE_NEEDS = {
    "number": "digits, one decimal point",
    "date": "most values are dates, written in one way",
    "meaning": "texts that a network has embedded",
    "photo": "cells that are photos",
    "sound": "cells that are sounds",
}
"""What the cells of a column must be, by its role."""


def no_such_column(table: str, column: str) -> str:
    """That a column is not in the table."""
    return f'"{table}" has no column "{column}".'


def role_unknown(column: str) -> str:
    """That a column was given a role that there is not."""
    return f'The role of "{column}" is unknown.'


def one_column(table: str) -> str:
    """That there is no column to predict from."""
    return f'"{table}" has one column. There is nothing to predict from.'


def too_few_rows(table: str) -> str:
    """That there are not even two rows."""
    return f'"{table}" has too few rows.'


def n_targets(task: str) -> str:
    """How many columns can be predicted at a time; the task is a word of the program, such as "multilabel"."""
    return f"2 or more for {task}" if task == "multilabel" else f"1 for {task}"


def cannot_be(column: str, role: str) -> str:
    """That the cells of a column do not fit its role."""
    return _CANNOT_BE[role].format(column)


# What is predicted

AT_LEAST_TWO_VALUES = "at least 2 values"
ALL_MISSING = "all are missing"
A_NUMBER = "digits, one decimal point"
PREDICT_KINDS = "Predict it as kinds, or choose another column."
TWO_DIFFERENT_VALUES = "at least 2 different values"
ANSWER_TWICE = "at least 2 rows with the same answer"
PREDICT_A_NUMBER = "Predict it as a number, or choose another column."
YES_OR_NO = "yes or no, true or false, 1 or 0"
CHOOSE_YES_OR_NO = "Choose only columns that say yes or no."
YES_AND_NO = "yes in some rows and no in others"
TWO_DIFFERENT_ANSWERS = "at least 2 different answers"
EXACTLY_TWO = "exactly 2 answers"
SEVERAL_KINDS = "Sort rows into several kinds instead."


def target_empty(column: str) -> str:
    """That nothing is known of what is to be predicted."""
    return f'"{column}" is empty and cannot be predicted.'


def no_number(column: str) -> str:
    """That the answers are no numbers."""
    return f'"{column}" cannot be predicted as a number.'


def target_constant(column: str) -> str:
    """That there is one answer only."""
    return f'"{column}" is the same in every row.'


def target_singular(column: str) -> str:
    """That every row has an answer of its own."""
    return f'"{column}" is different in every row and cannot be predicted as kinds.'


def answers_in_rows(n_answers: int, n_rows: int) -> str:
    """How many answers there are in how many rows."""
    return f"{count(n_answers, 'answer')} in {count(n_rows, 'row')}"


def too_many_answers(column: str) -> str:
    """That there are more answers than can be told apart."""
    return f'"{column}" has too many different answers.'


def at_most(number: int) -> str:
    """A rule: the largest number of something."""
    return f"at most {number:,}"


def no_label(column: str) -> str:
    """That a column does not say yes or no."""
    return f'"{column}" cannot be one of several labels.'


def one_answer_used(column: str) -> str:
    """That the rows that are left have one answer."""
    return f'"{column}" has the same answer in every row that is used.'


def more_than_two(column: str) -> str:
    """That a question of yes or no has more answers."""
    return f'"{column}" has more than two answers.'


def n_answers(number: int) -> str:
    """How many there are."""
    return f"{number:,} answers"


# Rows

SHARE_UNUSABLE = "The share of rows to test on cannot be used."
BETWEEN_0_AND_1 = "between 0 and 1"
TWO_ROWS_THAT_DIFFER = "at least 2 rows that differ"
ALL_COPIES = "all rows are copies"
ONE_COLUMN_BESIDE = "at least 1 column beside the answer"
ALL_LEFT_OUT = "all other columns are left out"
SWITCH_OFF = "Switch off what leaves a column out, or choose other roles."
BRING_MORE_ROWS = "Bring more rows, or keep rows that are left out now."


def no_test_rows(table: str) -> str:
    """That no row is left to test on."""
    return f'"{table}" leaves no row to test on.'


def no_columns_left(table: str) -> str:
    """That no column is left to learn from."""
    return f'No column of "{table}" is left to learn from.'


def left_out(names: Sequence[str]) -> str:
    """Which columns are left out; the first of them."""
    return f"left out: {', '.join(names)}"


def too_few_to_learn(table: str) -> str:
    """That too few rows are left."""
    return f'"{table}" has too few rows to learn from.'


def rows_to_learn(number: int) -> str:
    """A rule: how many are needed."""
    return f"at least {number} rows to learn from"


def n_rows(number: int) -> str:
    """How many there are."""
    return count(number, "row")


# Corrections

TOO_LITTLE_LEFT = "The corrections leave too little to learn from."
UNKNOWN_ANSWER_LEFT = "The corrections leave an answer to test on that no row to learn from has."
WHOLE_TABLE = "a table that is held as a whole"
CORRECT_THE_FILE = "Correct the file itself."
TAKE_BACK = "Take the corrections back."
TAKE_SOME_BACK = "Take some of the corrections back."
LEARNED_ANSWERS = "each answer in a row to learn from"
CORRECTION_WITHOUT_ROW = "A correction names no row."
NUMBER_OF_A_ROW = "the number of a row, from 1"
CHOOSE_ITS_KIND = "Choose the kind of answer that it was corrected as."
ROW_TAKEN_OUT = "a row that is taken out"


def larger_than_memory(table: str) -> str:
    """That a table is looked at in a sample."""
    return f'"{table}" is larger than memory, so that single rows of it cannot be corrected here.'


def sample_of(number: int) -> str:
    """How large the sample is."""
    return f"a sample of {number:,} rows"


def enough_rows(fewest: int) -> str:
    """A rule: what corrections have to leave."""
    return f"at least {fewest} rows to learn from, 1 to test on, and 2 answers"


def rows_left(n_train: int, n_test: int) -> str:
    """What they leave."""
    return f"{count(n_train, 'row')} to learn from, {n_test:,} to test on"


def not_this_answer(row: int) -> str:
    """That an answer does not fit what is predicted."""
    return f"Row {row:,} cannot be given this answer."


def number_as_in(column: str) -> str:
    """A rule: the answer is a number."""
    return f'a number, as in "{column}"'
