"""Pretrained deep models, and what runs them.

===============  ==============================================================
manifest.py      the list of models, and the card of each
runtime.py       what runs ONNX files, as a protocol
session.py       a loaded graph, and its fallback
models.py        the open models: the workbench's verbs
parity.py        the reference outputs compared on every provider
placement.py     which operators ran on which provider
tasks/           what a model is used for, one kind of input a file
images.py        photos and drawings as the inputs of a model
thumbnails.py    arrays as images: resized, scaled to bytes, as PNG
wordpiece.py     text as word pieces
bpe.py           text as byte pairs
familiar.py      whether a text is like those a model has learned from
translate.py     beam search for a translation
speech.py        a clip cut into parts, and what is said in each
spelled.py       numbers, dates and signs of a text in words
pronounce.py     words as phonemes
voice.py         sound from the spectra that a voice gives
detect.py        boxes from the outputs of a detector
===============  ==============================================================

This package knows neither a browser nor onnxruntime: it is given a runtime from ``elmweb.bridge``.
"""
