"""Exports: model files, ONNX files, HTML predictors, training scripts and tables of predictions."""

from elmweb.exceptions import ExportError
from elmweb.export.html import to_html
from elmweb.export.model_file import load_model, save_model
from elmweb.export.onnx import to_onnx
from elmweb.export.onnx_code import onnx_code
from elmweb.export.onnx_run import check_onnx
from elmweb.export.script import TableFacts, training_script
from elmweb.export.table import predictions_csv

__all__ = [
    "ExportError",
    "TableFacts",
    "check_onnx",
    "load_model",
    "onnx_code",
    "predictions_csv",
    "save_model",
    "to_html",
    "to_onnx",
    "training_script",
]
