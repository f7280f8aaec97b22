"""Messages between the page and its two Pythons.

======================  ==============================================================
codec.py                plain data and NumPy arrays <-> one text and binary buffers
document.py             a Bokeh document <-> patches as text
remote.py               the workbench's verbs over a port: the asking and the answering end
_browser.py             the page; with the next two, the only files that import ``js`` and ``pyodide``
_browser_kernels.py     the kernels of ``web/kernel``
_browser_models.py      onnxruntime-web, through ``web/ort``
_native.py              the only file that imports ``onnxruntime``
======================  ==============================================================

Everything but ``_browser*.py`` runs on CPython and is tested there.
"""
