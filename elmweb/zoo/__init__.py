"""Deep models that were trained before, and what runs them.

===============  ==============================================================
manifest.py      which models there are, and what is known of each
runtime.py       what runs ONNX files, as a protocol
session.py       a loaded graph that answers, and its fallback
tasks.py         what a person asks of a model, with NumPy before and after
models.py        the models that are open: the workbench's verbs
truth.py         golden answers compared on every provider
onnx_file.py     what stands in any ONNX file
placement.py     which operations ran where
===============  ==============================================================

Nothing here knows a browser or onnxruntime: a runtime is handed down from ``elmweb.bridge``.
"""
