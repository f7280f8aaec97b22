"""Messages between the page and its two Pythons.

======================  ==============================================================
codec.py                plain data and NumPy arrays <-> one text and binary buffers
document.py             a Bokeh document <-> patches as text
remote.py               the workbench's verbs over a port: the asking and the answering end
_browser.py             the only file that imports ``js`` and ``pyodide``
_native.py              the only file that imports ``onnxruntime``
======================  ==============================================================

Everything but ``_browser.py`` runs on CPython and is tested there.
"""
