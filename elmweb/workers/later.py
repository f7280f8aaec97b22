"""Import some modules only once something of them is used.

What imports them is told at once that they are there; their code runs when somebody asks for a name in them.
``importlib.util.LazyLoader`` does the same, but runs it for the second ``import`` already.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import cast

__all__ = ["LATER", "import_later", "run_now"]

LATER = (
    *("numpy.ctypeslib", "numpy.f2py", "numpy.polynomial", "numpy.testing"),
    *("scipy.fft", "scipy.integrate", "scipy.interpolate", "scipy.linalg.interpolative", "scipy.ndimage"),
    *("scipy.optimize", "scipy.optimize._highspy._highs_wrapper", "scipy.optimize._linprog_highs"),
    *("scipy.spatial", "scipy.spatial.distance", "scipy.special", "scipy.stats"),
)
"""Modules that can wait: scikit-learn and SciPy import them for functions that few trainings call."""


class _Waiting(ModuleType):
    """A module whose code has not run. It has what every module has before that: a name, a place, a path."""

    def __getattr__(self, name: str) -> object:
        run_now(self)
        return getattr(self, name)


class _Later(Loader):
    """Leaves a module to a loader, but later.

    Parameters
    ----------
    loader : Loader
        Which knows how.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave that to the loader."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Note that it is to be done."""
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        module.__class__ = _Waiting


class _There(Loader):
    """Gives a module that is there already.

    Parameters
    ----------
    module : module
        Imported by its package.
    """

    def __init__(self, module: ModuleType) -> None:
        self._module, self._spec = module, module.__spec__
        # Python asks the module itself for what it is to be loaded by, and would run it again.
        self.spec = module.__spec__ = ModuleSpec(module.__name__, self)

    def create_module(self, spec: ModuleSpec) -> ModuleType:  # noqa: ARG002 - as all loaders are asked
        """Return it."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Leave it as it was."""
        module.__spec__ = self._spec


class _Finder(MetaPathFinder):
    """Finds the modules that can wait where all others are found."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how a module is imported; None if others know that."""
        if fullname in LATER:
            spec = PathFinder.find_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _Later(spec.loader)
            return spec
        package = sys.modules.get(fullname.rpartition(".")[0])
        if not isinstance(package, _Waiting):
            return None
        run_now(package)  # before what is in it, which may ask it for something
        there = sys.modules.get(fullname)
        return there and _There(there).spec


def import_later() -> None:
    """Let the modules of ``LATER`` wait that have not been imported."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def run_now(module: ModuleType | None) -> None:
    """Run the code of a module that has been waiting, and first that of its package.

    Parameters
    ----------
    module : module or None
        One that waits no longer, or never did, stays as it is.
    """
    if not isinstance(module, _Waiting):
        return
    run_now(sys.modules.get(module.__name__.rpartition(".")[0]))
    if not isinstance(module, _Waiting):
        return  # its package has asked it for something
    loader = cast("Loader", module.__loader__)
    as_module = cast("ModuleType", module)
    before = dict(vars(module))
    as_module.__class__ = ModuleType
    try:
        loader.exec_module(module)
    except BaseException:  # whoever asks next is told, too
        vars(module).clear()
        vars(module).update(before)
        as_module.__class__ = _Waiting
        raise
