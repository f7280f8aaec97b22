"""Things to take home: a model in one file, a table of predictions."""

from elmweb.export.model_file import load_model, save_model
from elmweb.export.table import predictions_csv

__all__ = ["load_model", "predictions_csv", "save_model"]
