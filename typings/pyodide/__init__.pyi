# The part of Pyodide that elmweb uses.
