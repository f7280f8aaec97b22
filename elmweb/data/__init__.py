"""Reading files into tables, checking tables, and making datasets of them."""

from __future__ import annotations

try:
    import pandas as pd  # noqa: F401  every module of this package needs it, and all of them are imported through here
except ModuleNotFoundError as error:
    raise ImportError('Tables need pandas, which comes with pip install "elmweb[page]".', name="pandas") from error

from elmweb.data._guess_target import guess_target
from elmweb.data.dataset import MIN_TRAIN_ROWS, Dataset, make_dataset
from elmweb.data.doctor import MAX_TRAIN_ROWS, Finding, check_all, examine, is_on
from elmweb.data.readers import (
    MAX_BYTES,
    MAX_COLUMNS,
    ReadOptions,
    ReadProgress,
    iter_read_table,
    read_table,
    read_text,
)
from elmweb.data.roles import date_format, guess_roles, guess_task, parse_dates
from elmweb.data.samples import SAMPLES, Sample, find_sample
from elmweb.data.table import Role, Table, Task

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_TRAIN_ROWS",
    "MIN_TRAIN_ROWS",
    "SAMPLES",
    "Dataset",
    "Finding",
    "ReadOptions",
    "ReadProgress",
    "Role",
    "Sample",
    "Table",
    "Task",
    "check_all",
    "date_format",
    "examine",
    "find_sample",
    "guess_roles",
    "guess_target",
    "guess_task",
    "is_on",
    "iter_read_table",
    "make_dataset",
    "parse_dates",
    "read_table",
    "read_text",
]
