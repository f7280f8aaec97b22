"""Imports that the build puts off: the changed source does what the original does, but imports later."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from buildsteps.put_off import put_off
from elmweb.workers import later
from elmweb.workers.later import LATER, import_later, run_now
from elmweb.workers.warm_up import STEPS

MODULES = ("colorsys", "pack.slow", "pack")


def changed(source: str, name: str = "somewhere.module") -> str:
    """Return a source after the change."""
    source = textwrap.dedent(source)
    return put_off(source.encode(), name, MODULES, {"colorsys.part"}.__contains__).decode()


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("from colorsys import rgb_to_hsv\n", "import colorsys as _colorsys\n"),
        (
            "from colorsys import rgb_to_hsv as hsv\nx = lambda: hsv(1, 2, 3)\n",
            "import colorsys as _colorsys\nx = lambda: _colorsys.rgb_to_hsv(1, 2, 3)\n",
        ),
        # Something else of that name, somewhere: it stays.
        (
            "from colorsys import a, b\ndef f(a): return a, b\n",
            "import colorsys as _colorsys; from colorsys import a\n",
        ),
        ("from colorsys import a\na = 1\n", "from colorsys import a\na = 1\n"),
        ("from colorsys import a\nfor a in (): pass\n", "from colorsys import a\n"),
        (
            "try: pass\nexcept E as a: pass\nfrom colorsys import a\n",
            "try: pass\nexcept E as a: pass\nfrom colorsys import a\n",
        ),
        ("from colorsys import a\nfrom pack import a\n", "from colorsys import a\nfrom pack import a\n"),
        ("from colorsys import *\n", "from colorsys import *\n"),
        ("from colorsys import part, b\n", "import colorsys as _colorsys; from colorsys import part\n"),
        (
            "from colorsys import a\ndef __getattr__(name): pass\n",
            "from colorsys import a\ndef __getattr__(name): pass\n",
        ),
        ("from colorsys import a\nb = f'{a}'\n", "from colorsys import a\nb = f'{a}'\n"),
        ("def f():\n  from colorsys import a\n", "def f():\n  from colorsys import a\n"),  # waits by itself
        ("from os import path\n", "from os import path\n"),
    ],
)
def test_what_waits_and_what_stays(source, wanted):
    """Golden: an import that can wait, and each kind that cannot."""
    assert changed(source).startswith(wanted)


def test_a_package_does_not_wait_for_itself():
    """What a package imports from itself may be a module that nobody else imports."""
    source = "from . import slow\nfrom .slow import a\n"
    assert changed(source, "pack.module") == "from . import slow\nimport pack.slow as _pack_slow\n" + _added(
        {"a": "_pack_slow.a"}
    )
    assert changed(source, "pack.__init__") == changed(source, "pack.module")
    assert changed("from .slow import a\n", "pack.slow.__init__") == "from .slow import a\n"
    assert changed("from ..slow import a\n", "pack.other.module").startswith("import pack.slow as _pack_slow\n")


def _added(names: dict[str, str]) -> str:
    """Return what is added so that others still find the names in the module."""
    return changed("from colorsys import a\n").partition("\n")[2].replace("{'a': '_colorsys.a'}", repr(names))


def test_the_changed_source_does_the_same():
    """Oracle: the original, run beside it; lines, texts with umlauts before a name, and names asked of the module."""
    source = textwrap.dedent("""\
        from colorsys import (
            hsv_to_rgb,
            rgb_to_hsv as back,
        )

        class Colour:
            default = back(0.5, 0.25, 0.125)  # used at once

            def there(self, *, scale=hsv_to_rgb):
                words = {"äöü": back(1, 0, 0)}; return words["äöü"], scale(*self.default), [back(x, x, x) for x in [1]]

        def line():
            import sys
            return sys._getframe().f_lineno
    """)
    spaces = [{"__name__": "one"}, {"__name__": "two"}]
    new = changed(source)
    for text, space in zip((source, new), spaces, strict=True):
        exec(compile(text, "module", "exec"), space)  # noqa: S102 - it stands above
    one, two = spaces
    assert two["Colour"]().there() == one["Colour"]().there()
    assert two["line"]() == one["line"]()
    assert "hsv_to_rgb" not in two
    assert two["__getattr__"]("back") is one["back"]
    with pytest.raises(AttributeError, match="module 'two' has no attribute 'nobody'"):
        two["__getattr__"]("nobody")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Make a package of modules that say when they run, three of which can wait; return what was said."""
    said: list[str] = []
    files = {
        "__init__": "said('waits'); from . import inner; from .inner import one; later = 1",
        "inner": "said('inner'); from . import leaf; one = 1; two = leaf.two",
        "leaf": "said('leaf'); two = 2",
        "broken": "said('broken'); half = 1; raise RuntimeError('no')",
    }
    for name, text in files.items():
        path = tmp_path / "waits" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"from builtins import said\n{text}\n")
    monkeypatch.setattr("builtins.said", said.append, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(later, "LATER", ("waits", "waits.inner", "waits.broken"))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    import_later()
    yield said
    for name in [name for name in sys.modules if name.partition(".")[0] == "waits"]:
        del sys.modules[name]


def test_a_module_runs_when_it_is_used(package):
    """Invariant: once, with what it needs, however often it was imported."""
    import waits
    import waits as again

    assert package == []
    assert waits is again
    assert waits.__name__ == "waits"
    assert waits.__path__
    assert waits.later == 1
    assert package == ["waits", "inner", "leaf"]
    assert type(waits) is ModuleType
    assert waits.inner.two == 2
    assert package == ["waits", "inner", "leaf"]


def test_a_package_runs_before_what_is_in_it(package):
    """Invariant: nothing is imported twice, also where the package has imported it meanwhile."""
    import waits.leaf

    assert package == ["waits", "inner", "leaf"]
    assert sys.modules["waits.leaf"] is waits.inner.leaf
    assert waits.leaf.__spec__.loader is not None
    assert waits.leaf.__spec__.name == "waits.leaf"


def test_a_module_in_a_package_waits_too(package):
    """Invariant: what can wait does not wake its package until it is used."""
    import waits.inner  # noqa: F401

    assert package == []
    run_now(sys.modules["waits.inner"])
    assert package == ["waits", "inner", "leaf"]
    run_now(sys.modules["waits.inner"])
    run_now(None)
    assert package == ["waits", "inner", "leaf"]


def test_who_uses_a_broken_module_is_told_each_time(package):
    """Bad input: the error is that of the module, not that a name is missing."""
    import waits.broken

    for name in ("anything", "half"):
        with pytest.raises(RuntimeError, match="no"):
            getattr(waits.broken, name)
    assert package.count("broken") == 2


def test_there_are_such_modules():
    """Invariant: a name that nobody has would wait for nothing, and each is imported in the end."""
    assert [name for name in LATER if find_spec(name) is None] == []
    assert set(LATER) <= set(STEPS)


_TRAIN = """
import asyncio, json, sys
from elmweb.workers import later
from elmweb.workers.warm_up import iter_warm_up
from elmweb.workbench.local import LocalWorkbench

if sys.argv[1] == "later":
    later.import_later()

async def train():
    bench = LocalWorkbench()
    await bench.open_table({"sample": sys.argv[2]}, None, lambda _: None)
    result = await bench.train({}, {}, lambda _: None)
    return [result[what] for what in ("headline", "measures", "confusion", "residuals", "loo")]

said = asyncio.run(train())
for _ in iter_warm_up():
    pass
waiting = [name for name in later.LATER if isinstance(sys.modules.get(name), later._Waiting)]
print(json.dumps([said, waiting], default=lambda array: array.tolist()))
"""


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["iris", "diabetes"])
def test_a_training_says_the_same(sample):
    """Oracle: a Python in which nothing waits. After warming up nothing does in the other either."""
    said = {}
    for how in ("now", "later"):
        done = subprocess.run(
            [sys.executable, "-c", _TRAIN, how, sample], capture_output=True, text=True, check=True, cwd=Path.cwd()
        )
        said[how] = done.stdout
    assert said["later"] == said["now"]
    assert said["now"].endswith(", []]\n")
