"""Deep models that were trained before, and what runs them.

===============  ==============================================================
manifest.py      which models there are, and what is known of each
runtime.py       what runs ONNX files, as a protocol
session.py       a loaded graph that answers, and its fallback
models.py        the models that are open: the workbench's verbs
truth.py         reference outputs compared on every provider
onnx_file.py     what stands in any ONNX file
placement.py     which operations ran where
tasks/           what a person asks of a model, one kind of question a file
images.py        photos and drawings as numbers
pictures.py      numbers as pictures
wordpiece.py     text as word pieces
bpe.py           text as byte pairs
translate.py     the search for a translation
detect.py        boxes out of a detector's numbers
===============  ==============================================================

Nothing here knows a browser or onnxruntime: a runtime is handed down from ``elmweb.bridge``.
"""
