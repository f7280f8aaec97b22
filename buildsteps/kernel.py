"""Compile the WebAssembly kernel from C to two modules, with the Zig that pip installs.

``elm-relaxed.wasm`` uses relaxed SIMD (fused multiply-add, byte dot products),
``elm-simd.wasm`` plain SIMD128. web/kernel/kernel.js loads the first one that the
browser accepts.
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
VARIANTS = {"elm-relaxed.wasm": ("-mrelaxed-simd", "-DRELAXED"), "elm-simd.wasm": ()}
FLAGS = (
    "--target=wasm32-freestanding", "-std=c17", "-O3", "-Wall", "-Wextra", "-Werror", "-msimd128", "-mbulk-memory",
    "-ffreestanding", "-ffp-contract=off", "-fvisibility=hidden", "-nostdlib", "-s", "-Wl,--no-entry",
    "-Wl,--export-dynamic", "-Wl,--export=__heap_base", "-Wl,--import-memory", "-Wl,-z,stack-size=65536",
)  # fmt: skip


def kernel_modules() -> Path:
    """Compile both modules, unless these exact sources have been compiled before.

    Returns
    -------
    Path
        Folder that contains ``elm-relaxed.wasm`` and ``elm-simd.wasm``.
    """
    sources = sorted(SOURCES.glob("*.[ch]"))
    recipe = repr((version("ziglang"), FLAGS, VARIANTS)).encode()
    digest = sha256(recipe + b"".join(path.name.encode() + b"\0" + path.read_bytes() for path in sources))
    folder = CACHE / digest[:16]
    for name, flags in VARIANTS.items():
        if not (folder / name).exists():
            folder.mkdir(parents=True, exist_ok=True)
            with step(f"Compile {name}"):
                _compile([path for path in sources if path.suffix == ".c"], flags, folder / name)
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
