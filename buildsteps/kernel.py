"""Compile the WebAssembly kernels from C, each to two modules, with the Zig that pip installs.

``elm-*.wasm`` has a memory of its own, ``network-*.wasm`` works in that of Python. ``*-relaxed.wasm`` uses relaxed
SIMD (fused multiply-add, byte dot products), ``*-simd.wasm`` plain SIMD128; web/kernel/kernel.js loads the first one
that the browser accepts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from buildsteps.progress import fail, step
from buildsteps.vendor import sha256

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "web" / "kernel"
CACHE = ROOT / ".cache" / "work" / "kernel"
VARIANTS = {"relaxed": ("-mrelaxed-simd", "-DRELAXED"), "simd": ()}
FLAGS = (
    "--target=wasm32-freestanding", "-std=c17", "-O3", "-Wall", "-Wextra", "-Werror", "-msimd128", "-mbulk-memory",
    "-ffreestanding", "-ffp-contract=off", "-fvisibility=hidden", "-nostdlib", "-s", "-Wl,--no-entry",
    "-Wl,--export-dynamic", "-Wl,--import-memory",
)  # fmt: skip
# The folder of each module's sources, and its flags. Without a stack, a function that wants one traps at once.
MODULES = {
    "elm": (SOURCES, ("-Wl,--export=__heap_base", "-Wl,-z,stack-size=65536")),
    "network": (SOURCES / "network", ("-Wl,-z,stack-size=0",)),
}
_DATA_SECTION = 11


def kernel_modules() -> Path:
    """Compile all modules, unless these exact sources have been compiled before.

    Returns
    -------
    Path
        Folder that contains ``elm-*.wasm`` and ``network-*.wasm``.
    """
    sources = sorted(SOURCES.rglob("*.[ch]"))
    recipe = repr((version("ziglang"), FLAGS, VARIANTS, [flags for _, flags in MODULES.values()])).encode()
    digest = sha256(recipe + b"".join(path.name.encode() + b"\0" + path.read_bytes() for path in sources))
    folder = CACHE / digest[:16]
    for module, (place, linked) in MODULES.items():
        for variant, flags in VARIANTS.items():
            target = folder / f"{module}-{variant}.wasm"
            if not target.exists():
                folder.mkdir(parents=True, exist_ok=True)
                with step(f"Compile {target.name}"):
                    _compile(sorted(place.glob("*.c")), (*flags, *linked), target)
                if module == "network" and _has_data(target.read_bytes()):
                    target.unlink()
                    fail(f"{target.name} brings data, which would be written over the memory of Python.")
    return folder


def copy_kernel(out: Path) -> None:
    """Copy the parts of the kernel that the page needs, its scripts and modules, into a folder.

    Parameters
    ----------
    out : Path
        Target folder, created if missing.
    """
    out.mkdir(parents=True, exist_ok=True)
    for path in (*SOURCES.glob("*.js"), *kernel_modules().glob("*.wasm")):
        shutil.copyfile(path, out / path.name)


def _compile(sources: list[Path], flags: tuple[str, ...], target: Path) -> None:
    unfinished = target.with_suffix(f".{os.getpid()}")  # an interrupted build leaves no incomplete module
    command = [sys.executable, "-m", "ziglang", "cc", *FLAGS, *flags, *map(str, sources), "-o", str(unfinished)]
    environment = os.environ | {f"ZIG_{kind}_CACHE_DIR": str(CACHE / "zig") for kind in ("GLOBAL", "LOCAL")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"{target.name} could not be compiled:\n{done.stderr[-4000:]}")
    unfinished.replace(target)


def _has_data(module: bytes) -> bool:
    """Return whether a WebAssembly module has data of its own."""
    at = 8
    while at < len(module):
        if module[at] == _DATA_SECTION:
            return True
        length = shift = 0
        at += 1
        while True:
            byte = module[at]
            length |= (byte & 127) << shift
            at, shift = at + 1, shift + 7
            if byte < 128:
                break
        at += length
    return False
