"""What a column holds and how its cells are read: plain data and patterns, which need no other library.

``column`` describes a column's reading, which is found once and kept with the model; ``numbers`` is the grammar of a
number as people write it. The table reader, new files, the form and the HTML predictor all read by them.
"""

from elmweb.reading.column import MISSING, TRUTH, ColumnReading
from elmweb.reading.numbers import NumberText, text_to_number

__all__ = ["MISSING", "TRUTH", "ColumnReading", "NumberText", "text_to_number"]
