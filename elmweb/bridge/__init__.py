"""The platform: the only modules that know JavaScript, Pyodide or onnxruntime.

======================  ==============================================================
document.py             a Bokeh document <-> patches as text
_browser.py             the page; with the next two, the only files that import ``js`` and ``pyodide``
_browser_kernels.py     the kernels of ``web/kernel``
_browser_models.py      onnxruntime-web, through ``web/ort``
_native.py              the only file that imports ``onnxruntime``
======================  ==============================================================

Everything but ``_browser*.py`` runs on CPython and is tested there.
"""
