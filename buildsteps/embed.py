"""elmweb-predictor: the scripts of the page that predicts and those that read a zip file, as one module."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from elmweb import __version__

__all__ = ["EMBED", "predictor_module", "write_embed"]

EMBED = "embed"
"""Where it is below the site."""

_WEB = Path(__file__).parents[1] / "web"
_SCRIPTS = ("predictor/arrays.js", "predictor/run.js", "predictor/read.js", "predictor/model.js")
_MODULES = ("projects/crc32.js", "projects/failure.js", "projects/zip.js")
_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function |class |const )", re.MULTILINE)


def predictor_module() -> str:
    """Return the module.

    Returns
    -------
    str
        Its source, which exports what ``web/embed/open.js`` does and imports nothing.
    """
    parts = [f"/* elmweb-predictor {__version__}, MIT licence. Its types are in elmweb-predictor.d.ts. */\n"]
    parts += [_read(name) for name in _SCRIPTS]
    parts += [_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in _MODULES]
    parts.append(_IMPORT.sub("", _read("embed/open.js")))
    return "\n".join(parts)


def write_embed(out: Path) -> None:
    """Write the module with its types, an example and a description for npm.

    Parameters
    ----------
    out : Path
        Folder, which is made.
    """
    out.mkdir(parents=True)
    (out / "elmweb-predictor.js").write_text(predictor_module(), encoding="utf-8")
    for name in ("elmweb-predictor.d.ts", "example.html"):
        shutil.copyfile(_WEB / "embed" / name, out / name)
    package = {
        "name": "elmweb-predictor",
        "version": __version__,
        "description": "Predicts with a model that elmweb saved, in any page and in Node.js.",
        "license": "MIT",
        "type": "module",
        "exports": {".": {"types": "./elmweb-predictor.d.ts", "default": "./elmweb-predictor.js"}},
        "types": "./elmweb-predictor.d.ts",
        "sideEffects": False,
    }
    (out / "package.json").write_text(json.dumps(package, indent=1) + "\n", encoding="utf-8")


def _read(name: str) -> str:
    """Return a script; what only an editor reads of it stays behind."""
    return (_WEB / name).read_text(encoding="utf-8").replace("// @ts-check\n", "")
