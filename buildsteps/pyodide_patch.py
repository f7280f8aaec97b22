"""Make Pyodide link a library faster, and again in its place without starting it, by changes to its own script.

After each library that Python loads, Emscripten asks every name of its global offset table (GOT) whether somebody
defines it by now. The table has 10,000 names, scikit-learn brings 200 libraries, and only the names that a library
has just asked for can have something to report: older ones were set, or reported, when their own library came. So the
changed script keeps the names asked for since the last walk, and walks over those.
"""

from __future__ import annotations

from buildsteps.progress import fail

__all__ = ["patch_pyodide"]

# What stands in pyodide.asm.mjs, and what takes its place. A name stays on the list when the walk over it throws.
_CHANGES = (
    ("var GOT={};", "var GOT={};var askedOfGOT=new Set;"),
    (
        "if(!weakImports.has(symName)){rtn.required=true}return rtn",
        "if(!weakImports.has(symName)){rtn.required=true}askedOfGOT.add(symName);return rtn",
    ),
    (
        "for(var[symName,entry]of Object.entries(GOT)){if(entry.value==-1){",
        "for(var symName of askedOfGOT){var entry=GOT[symName];if(entry.value==-1||entry.value==0){",
    ),
    (
        # Whoever could do without a name that nobody had is told when somebody has it, and others may ask for it.
        "var existingEntry=GOT[symName]&&GOT[symName].value!=-1;",
        "var existingEntry=GOT[symName]&&GOT[symName].value!=-1&&GOT[symName].value!=0;",
    ),
    (
        "(${value})`)}}}};var loadDylibs=",
        "(${value})`)}}}askedOfGOT.clear()};var loadDylibs=",
    ),
    # web/start/snapshot.js: a Python that is restored is told which functions stand in its table, and all offsets.
    # Otherwise each function of the table is looked at for that.
    (
        "updateGOT(origExports);LDSO.init();loadDylibs();",
        (
            'LDSO.init();Module["ownTable"]=[wasmTable.length];'
            'if(!Module["relink"]?.({wasmTable,GOT,resolveGlobalSymbol,convertJsFunctionToWasm}))'
            '{updateGOT(origExports);loadDylibs()}Module["ownTable"].push(wasmTable.length);'
        ),
    ),
    (  # it has just been made: nobody has it in the table
        "return addFunction(trampolineInstance.exports.trampoline_call)",
        "const slot=getEmptyTableSlot();setWasmTableEntry(slot,trampolineInstance.exports.trampoline_call);return slot",
    ),
    (
        "updateGOT(moduleExports);if(!flags.allowUndefined)",
        "if(!flags.isRestored)updateGOT(moduleExports);if(!flags.allowUndefined)",
    ),
    # A library that is restored has its place, which is in its handle, and must not start again.
    (
        "var memoryBase=metadata.memorySize?",
        "var memoryBase=flags.isRestored?HEAPU32[handle+12>>>2>>>0]:metadata.memorySize?",
    ),
    (
        "var tableBase=metadata.tableSize?wasmTable.length:0;",
        "var tableBase=flags.isRestored?HEAPU32[handle+20>>>2>>>0]:metadata.tableSize?wasmTable.length:0;",
    ),
    ("if(handle){HEAP8[handle+8>>>0]=1;", "if(handle&&!flags.isRestored){HEAP8[handle+8>>>0]=1;"),
    ("if(metadata.tableSize){wasmTable.grow", "if(metadata.tableSize&&!flags.isRestored){wasmTable.grow"),
    ("if(applyRelocs){if(runtimeInitialized)", "if(applyRelocs&&!flags.isRestored){if(runtimeInitialized)"),
    ("if(init){if(runtimeInitialized)", "if(init&&!flags.isRestored){if(runtimeInitialized)"),
)


def patch_pyodide(script: str) -> str:
    """Return Pyodide's script with its changes.

    Parameters
    ----------
    script : str
        ``pyodide.asm.mjs`` as it was published.

    Returns
    -------
    str
        The script with each change made.

    Raises
    ------
    SystemExit
        What is to be changed does not stand in the script exactly once: it is another version.
    """
    for old, new in _CHANGES:
        if (found := script.count(old)) != 1:
            fail(f"pyodide.asm.mjs holds {old!r} {found} times instead of once: pyodide_patch.py must change.")
        script = script.replace(old, new)
    return script
