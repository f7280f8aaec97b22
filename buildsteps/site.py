"""Assemble the site: a folder of static files that any web server can serve."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from buildsteps import bundle, languages
from buildsteps.embed import EMBED, write_embed
from buildsteps.kernel import copy_kernel
from buildsteps.mnist import write_mnist
from buildsteps.modules import imported
from buildsteps.progress import fail, step
from buildsteps.thumbnails import thumbnail
from buildsteps.vendor import Vendor, bring_all, node_program, sha256
from elmweb.words import LANGUAGES, speak
from elmweb.workers import LANGUAGE

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
PAGE_SCRIPT, WORKER_SCRIPT = "start/boot.js", "start/python-worker.js"
BOKEH_SCRIPTS = {
    "bokeh.min.js": ("bokeh", "bokeh/server/static/js/bokeh.min.js"),
    "bokeh-widgets.min.js": ("bokeh", "bokeh/server/static/js/bokeh-widgets.min.js"),
    "bokeh-tables.min.js": ("bokeh", "bokeh/server/static/js/bokeh-tables.min.js"),  # panel.min.js depends on it
    "panel.min.js": ("panel", "panel/dist/panel.min.js"),
}
# Chromium then compiles them while they come, beside the page's thread, and not each function when it is first called.
COMPILED_AT_ONCE = "//# allFunctionsCalledOnLoad\n"
# BokehJS spends a third of its start on each of these, and the last third on the rest.
BOKEH_PARTS = ("index", "models/annotations/index")
_BOKEH_BY_PARTS = {
    "(function(root, factory) {\n  const bokeh = factory();": (
        "globalThis.bokehParts = (function*(root, factory) {\n  const bokeh = yield* factory();"
    ),
    "})(this, function() {\n  let define;": "})(this, function*() {\n  let define;",
    "  return (function(modules, entry,": "  return yield* (function*(modules, entry,",
    "  const main = require(entry);": (
        f"  for (const part of {json.dumps(BOKEH_PARTS)}) {{\n    require(part);\n    yield;\n  }}\n"
        "  const main = require(entry);"
    ),
}
FONTS = {
    "@fontsource/ibm-plex-sans": ("ibm-plex-sans-latin-400-normal.woff2", "ibm-plex-sans-latin-600-normal.woff2"),
    "@fontsource/ibm-plex-mono": ("ibm-plex-mono-latin-400-normal.woff2",),
}
PARQUET = {
    "hyparquet": "src",
    "hyparquet-compressors": "src",
    "fzstd": "esm",
}  # the folder of scripts in each package
ORT = "onnxruntime-web"
ORT_SCRIPTS = ("ort.webgpu.min.mjs", "ort-wasm-simd-threaded.jspi.mjs", "ort-wasm-simd-threaded.asyncify.mjs")
ORT_MODULES = ("ort-wasm-simd-threaded.jspi.wasm", "ort-wasm-simd-threaded.asyncify.wasm")
ON_DEMAND = (
    "ort/dist/", "samples/mnist/", "samples/jobs/", "samples/clothes/", "samples/sounds/", f"{EMBED}/",
)  # fmt: skip
"""Cached after first use, never prefetched."""
NOT_COPIED = (
    "index.html", "sw.js", "kernel",  # the build writes them
    "serve.js",  # for panel serve
    "predictor",  # travels with the Python that writes it into a file
    "embed",  # becomes one module
    "*.d.ts", "tsconfig*.json",  # for the type checker
)  # fmt: skip
FIRST_SCRIPT = "first.js"
WASM = "pyodide/pyodide.asm.wasm.gz"
STDLIB = "python/stdlib.zip"
PROGRAMS = {"page": ("base", "page", "app"), "engine": ("base", "tables", "elmweb")}
"""The tiers of files that each of the two Pythons begins with."""
LATER = {"page": (), "engine": ("engine",)}
"""The tiers that come after these: what is needed to train, and not to read a table."""
MODELS = ROOT / "models"
PANEL_FOLDER = "panel/"
ENVIRONMENT = {"PANEL_CDN_ROOT": PANEL_FOLDER}  # relative, because the page may be served from any path
MAX_FILE_BYTES = 50_000_000


def build_site(out: Path) -> None:
    """Build the whole site into ``out``.

    Parameters
    ----------
    out : Path
        Target folder; its previous contents are replaced.
    """
    for language in LANGUAGES:
        languages.check(language)
    vendor = bring_all()
    core = bundle.lay_out_core(vendor)
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    _copy_web(vendor, core, out)
    _write_bundles(vendor, core, out)
    documents = ""
    for language, name in LANGUAGES.items():
        with step(f"Render the page before Python, in {name}"):
            document = _prerender(core, out, language)
        _write(out / languages.within(language, "document.json"), document["text"].encode())
        _write_index(out, language)
        _write_manifest(core, out, document, language)
        documents += document["text"]
    _copy_panel_styles(vendor, documents, out)
    _write_service_worker(out)
    for path in out.rglob("*"):
        if path.is_file() and path.stat().st_size > MAX_FILE_BYTES:
            fail(f"{path.name} has {path.stat().st_size} bytes; a file of the site may have {MAX_FILE_BYTES}.")


def _by_parts(bokeh: str) -> str:
    """Return BokehJS so that each `bokeh/next-part.js` does a part of its start, in a task of its own."""
    for theirs, ours in _BOKEH_BY_PARTS.items():
        if bokeh.count(theirs) != 1:
            fail(f"BokehJS starts otherwise than before: {theirs!r} is there {bokeh.count(theirs)} times, not once.")
        bokeh = bokeh.replace(theirs, ours)
    return bokeh


def _copy_web(vendor: Vendor, core: Path, out: Path) -> None:
    not_offered = [path.name for path in (WEB / "words").iterdir() if path.is_dir() and path.name not in LANGUAGES]
    _html, first = _join_first_scripts((WEB / "index.html").read_text())
    shutil.copytree(WEB, out, ignore=shutil.ignore_patterns(*NOT_COPIED, *not_offered), dirs_exist_ok=True)
    for path in first:
        (out / path).unlink()
    _write(out / FIRST_SCRIPT, "\n".join((WEB / path).read_text() for path in first).encode())
    copy_kernel(out / "kernel")
    write_embed(out / EMBED)
    for package, names in FONTS.items():
        for name in names:
            _write(out / "fonts" / name, vendor.npm_file(package, f"files/{name}"))
    for name, (wheel, member) in BOKEH_SCRIPTS.items():
        with zipfile.ZipFile(vendor.wheel(wheel)) as archive:
            text = archive.read(member).decode()
        if name == "bokeh.min.js":
            text = _by_parts(text)
        text = COMPILED_AT_ONCE + re.sub(r"//# sourceMappingURL=.*", "", text)
        _write(out / "bokeh" / name, text.encode())
    _write(out / "bokeh" / "next-part.js", b"bokehParts.next();\n")
    for name in ("pyodide.mjs", "pyodide.asm.mjs"):
        text = (core / name).read_text()
        _write(out / "pyodide" / name, re.sub(r"//# sourceMappingURL=.*", "", text).encode())
    for package, folder in PARQUET.items():
        for name, data in vendor.npm_files(package, folder).items():
            _write(out / "parquet" / package / name, data)
    wasm = (core / "pyodide.asm.wasm").read_bytes()
    _write(out / WASM, gzip.compress(wasm, 9, mtime=0))
    _copy_ort(vendor, out / "ort" / "dist")
    _copy_models(out / "models")
    for name, data in write_mnist(bundle.WORK).items():
        _write(out / "samples" / name, data)


def _copy_ort(vendor: Vendor, out: Path) -> None:
    """Copy the runtime of deep models: two builds, of which a browser loads one."""
    for name in ORT_SCRIPTS:
        text = vendor.npm_file(ORT, f"dist/{name}").decode()
        _write(out / name, re.sub(r"//# sourceMappingURL=.*", "", text).encode())
    for name in ORT_MODULES:
        data = vendor.npm_file(ORT, f"dist/{name}")
        packed = bundle.WORK / f"{name}-{sha256(data)[:16]}.gz"
        if not packed.exists():
            _write(packed, gzip.compress(data, 9, mtime=0))
        _write(out / f"{name}.gz", packed.read_bytes())


def _copy_models(out: Path) -> None:
    """Copy the manifest of the models and the files it names; without models, write an empty manifest."""
    from elmweb.zoo.manifest import read_manifest  # noqa: PLC0415 - needs the project's environment

    path = MODELS / "manifest.json"
    text = path.read_text() if path.exists() else json.dumps({"format": 1, "models": []})
    _write(out / "manifest.json", text.encode())
    for card in read_manifest(text).values():
        for entry in card.files():
            data = (MODELS / entry.file).read_bytes()
            if sha256(data) != entry.sha256:
                fail(f"models/{entry.file} is not the file that manifest.json names: sha256 {sha256(data)}.")
            _write(out / entry.file, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _write_bundles(vendor: Vendor, core: Path, out: Path) -> None:
    """Write the bundles of all tiers, and the zip of the standard library."""
    folders = {
        "base": [bundle.compile_base(vendor, core)],
        "page": [bundle.compile_page(vendor, core)],
        "tables": [bundle.compile_tables(vendor, core)],
        "engine": [bundle.compile_engine(vendor, core)],
    }
    with step("Compile elmweb"):
        elmweb = [bundle.compile_elmweb(core)]
    _write(out / STDLIB, bundle.compile_stdlib(vendor, core).read_bytes())
    with step("Pack the bundles"):
        packed = {name: bundle.pack_once(name, parts) for name, parts in folders.items()}
        packed["app"] = bundle.pack(elmweb, bundle.is_for_page)
        packed["elmweb"] = bundle.pack(elmweb, bundle.is_for_engine)
        for name, data in packed.items():
            _write(out / "python" / f"{name}.bundle", data)
        for language, role in ((language, role) for language in LANGUAGES if language != "en" for role in PROGRAMS):
            said = bundle.pack(elmweb, partial(bundle.is_said, language=language, role=role))
            _write(out / language / f"{role}.bundle", said)


def _bundles(role: str, language: str) -> list[str]:
    """Return where the site has the bundles of one of the two Pythons."""
    said = [] if language == "en" else [f"{language}/{role}.bundle"]
    return [*(f"python/{tier}.bundle" for tier in PROGRAMS[role]), *said]


def _snapshot(language: str) -> str:
    """Return where the site has the snapshot of the memory of the page's Python. The service worker keeps none."""
    return f"{'python' if language == 'en' else language}/page.snapshot"


def _environment(language: str) -> dict[str, str]:
    return ENVIRONMENT if language == "en" else {**ENVIRONMENT, LANGUAGE: language}


def _prerender(core: Path, out: Path, language: str) -> dict:
    """Return the text, fingerprint and roots of the document, rendered by the page's own Python.

    A snapshot of that Python's memory is written into the site.
    """
    document = bundle.WORK / "document.json"
    version = _program(out, "page", language)["version"]
    command = [
        str(node_program()), str(ROOT / "buildsteps" / "prerender.mjs"), str(core), str(out / STDLIB),
        str(WEB), str(document), str(out / _snapshot(language)), version, json.dumps(_environment(language)),
        *(str(out / name) for name in _bundles("page", language)),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"the page could not be rendered:\n{done.stdout[-1000:]}\n{done.stderr[-4000:]}")
    return json.loads(document.read_text())


def _copy_panel_styles(vendor: Vendor, documents: str, out: Path) -> None:
    """Copy Panel's style sheets: all core ones, and those of the theme that the documents refer to."""
    version = next(entry["version"] for entry in vendor.lock["pypi"] if entry["name"] == "panel")
    named = set(re.findall(rf'"{PANEL_FOLDER}{version}/([^"?]+\.css)', documents))
    with zipfile.ZipFile(vendor.wheel("panel")) as archive:
        core = {name for name in archive.namelist() if re.match(r"panel/dist/css/[^/]+\.css$", name)}
        for member in sorted(core | {f"panel/{url}" for url in named}):
            _write(out / PANEL_FOLDER / version / member.removeprefix("panel/"), archive.read(member))


def _write_manifest(core: Path, out: Path, document: dict, language: str) -> None:
    """Write ``site.json`` for a language.

    It names the files to load, their sizes, what Pyodide was built for, and the document the page was rendered from.
    """
    start = {
        "wasm": WASM,
        "packed": (out / WASM).stat().st_size,
        "module": f"{WASM.removesuffix('.gz')}?sha256={sha256((out / WASM).read_bytes())[:16]}",
        "stdlib": STDLIB,
        "env": _environment(language),
        "platform": json.loads((core / "pyodide-lock.json").read_text())["info"],
    }
    manifest = {
        "start": start,
        **{role: _program(out, role, language) for role in PROGRAMS},
        "document": {
            "file": languages.within(language, "document.json"),
            "fingerprint": document["fingerprint"],
            "roots": document["roots"],
        },
    }
    _write(out / languages.within(language, "site.json"), json.dumps(manifest, indent=1).encode())


def _program(out: Path, role: str, language: str) -> dict[str, Any]:
    """Return what one of the two Pythons is made of: its bundles, the bytes that it loads, and their version."""
    bundles, later = _bundles(role, language), [f"python/{tier}.bundle" for tier in LATER[role]]
    needed = [WASM, STDLIB, "pyodide/pyodide.asm.mjs", *bundles, *later]
    loaded = [*([WASM] if role == "page" else []), STDLIB, *bundles, *later]  # the engine gets the page's module
    version = sha256(json.dumps({name: sha256((out / name).read_bytes()) for name in needed}).encode())[:16]
    return {
        "bundles": bundles,
        "later": later,
        "snapshot": _snapshot(language) if role == "page" else "",
        "bytes": sum((out / name).stat().st_size for name in loaded),
        "version": version,
    }


def _hashes(out: Path) -> dict[str, str]:
    """Return the truncated sha256 of every file in ``out``."""
    paths = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): sha256(path.read_bytes())[:16] for path in paths}


def announce_docs(out: Path) -> None:
    """Let the page link to its documentation, which was put into the folder ``docs`` of the site.

    Parameters
    ----------
    out : Path
        Folder of the site. Without this, no link to the documentation is shown.
    """
    for index in out.glob("index*.html"):
        marked = re.sub(
            r'<html lang="(\w+)"(?: data-docs)?>', r'<html lang="\1" data-docs>', index.read_text(), count=1
        )
        index.write_text(marked)
    _write_service_worker(out)


def _write_service_worker(out: Path) -> None:
    """Write the service worker, which is told which files there are. A site whose files changed has another worker.

    Of the models only their list is told: a model is verified and kept by the worker that uses it.
    """
    files = {name: digest for name, digest in _hashes(out).items() if name != "sw.js"}
    files = {name: digest for name, digest in files.items() if name.rpartition("/")[0] != "models"}
    files = {name: digest for name, digest in files.items() if not name.startswith("docs/")}  # read with a network
    files = {name: digest for name, digest in files.items() if not name.endswith(".snapshot")}  # for first visits
    files["models/manifest.json"] = sha256((out / "models" / "manifest.json").read_bytes())[:16]
    text = (WEB / "start" / "sw.js").read_text().replace("const FILES = {};", f"const FILES = {json.dumps(files)};")
    text = text.replace("const ON_DEMAND = [];", f"const ON_DEMAND = {json.dumps(ON_DEMAND)};")
    others = {language: languages.prefixes(language) for language in LANGUAGES if language != "en"}
    text = text.replace("const LANGUAGES = {};", f"const LANGUAGES = {json.dumps(others)};")
    (out / "sw.js").write_text(text)  # at the top, because a service worker serves its own folder and those below


def _write_index(out: Path, language: str) -> None:
    """Write the first page of a language."""
    speak(language)
    try:
        html = _index(language)
    finally:
        speak("en")
    (out / languages.index_of(language)).write_text(html)


def _index(language: str) -> str:
    from elmweb.app.shell import about_page, shell_html  # noqa: PLC0415 - needs the project's environment
    from elmweb.data.samples import SAMPLES  # noqa: PLC0415

    title, description = about_page()
    samples = [sample.plain() for sample in SAMPLES]
    thumbnails = {sample.id: thumbnail(sample, WEB / "samples" / sample.file) for sample in SAMPLES}
    # A worker finds its scripts in the browser's cache then, and starts without a way to the server and back for each.
    scripts = dict.fromkeys([*imported(WEB, PAGE_SCRIPT), WORKER_SCRIPT, *imported(WEB, WORKER_SCRIPT)])
    links = "\n".join(f'<link rel="modulepreload" href="{languages.mapped(language, path)}">' for path in scripts)
    filled = {
        '<html lang="en">': f'<html lang="{language}">',
        "'wasm-unsafe-eval'": f"'wasm-unsafe-eval'{languages.policy(language)}",
        'content="<!-- description -->"': f'content="{escape(description)}"',
        "<!-- title -->": escape(title),
        "<!-- languages -->\n": f"{languages.head(language)}\n".lstrip(),
        "<!-- scripts -->": links,
        'href="site.json"': f'href="{languages.within(language, "site.json")}"',
        "<!-- shell -->": shell_html(samples, thumbnails, others=languages.others(language)),
    }
    html, _paths = _join_first_scripts((WEB / "index.html").read_text())
    for place, text in filled.items():
        if html.count(place) != 1:
            fail(f"web/index.html has {place} {html.count(place)} times.")
        html = html.replace(place, text)
    return html


def _join_first_scripts(html: str) -> tuple[str, list[str]]:
    """Return the page with one script in place of those that run before the first paint, and where those are."""
    tags = re.findall(r'(<script src="([^"]+)"></script>\n)', html)
    together = "".join(tag for tag, _path in tags)
    if not tags or html.count(together) != 1:
        fail("the first scripts in web/index.html do not stand one after another.")
    joined = html.replace(together, f'<script src="{FIRST_SCRIPT}"></script>\n')
    return joined, [path for _tag, path in tags]


def build_site_once(out: Path) -> None:
    """Build the site, unless ``out`` was built from exactly these sources.

    Parameters
    ----------
    out : Path
        Target folder.
    """
    mark = bundle.WORK / f"built-{hashlib.sha256(str(out).encode()).hexdigest()[:8]}.sha256"
    digest = hashlib.sha256()
    for folder in ("elmweb", "web", "buildsteps", "models"):
        for path in sorted(p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix != ".pyc"):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith("buildsteps/docs/"):  # they change nothing of the site itself
                digest.update(name.encode() + b"\0" + path.read_bytes())
    if mark.exists() and mark.read_text() == digest.hexdigest() and (out / "index.html").exists():
        return
    print("Build the site", flush=True)
    build_site(out)
    mark.write_text(digest.hexdigest())
