"""The open models, and the workbench's verbs for deep models.

Models do not wait for each other: one may be downloaded while another runs. The runtime itself does one thing at a
time.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import numpy as np

from elmweb.exceptions import Cancelled, ElmwebError, ModelFileError, ModelGone, OutOfMemory, ProviderFailed
from elmweb.formatting import data_size
from elmweb.onnx_format.single import in_single
from elmweb.onnx_format.summary import OnnxFile, missing_operator, read_onnx_file
from elmweb.words.engine import common, zoo_cards, zoo_models as words
from elmweb.zoo.manifest import DTYPES, FileEntry, ModelCard, read_manifest
from elmweb.zoo.parity import Row, fastest, measure, read_reference
from elmweb.zoo.placement import read_placement
from elmweb.zoo.runtime import GpuFacts, Runtime, Source
from elmweb.zoo.session import RuntimeSession, open_session, sentence, why_not_webgpu
from elmweb.zoo.tasks import Answer, find_task

__all__ = ["OWN", "Models"]

OWN = "own"
"""The id of a person's own model."""

_SAYING_SECONDS = 0.15

Progress = Callable[[dict[str, Any]], None]


class Models:
    """Deep models on a runtime.

    Parameters
    ----------
    runtime : Runtime
        Runs them.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._cards: dict[str, ModelCard] | None = None
        self._facts: GpuFacts | None = None
        self._open: dict[str, dict[str, RuntimeSession]] = {}  # graphs of each open model by name
        self._opening: dict[str, asyncio.Future] = {}
        self._again: dict[str, asyncio.Future] = {}
        self._best: dict[str, str] = {}  # the fastest correct provider by the parity check, for this visit
        self._asks: dict[str, set[_Ask]] = {}  # what each model is doing now
        self._own: tuple[bytes, OnnxFile] | None = None

    async def list(self) -> dict[str, Any]:
        """Return all models; see :meth:`elmweb.workbench.protocol.Workbench.list_models`."""
        cards, facts = await self._known(), await self._gpu()
        hashes = [graph.sha256 for card in cards.values() for graph in card.graphs]
        kept = dict(zip(hashes, await self._runtime.kept(hashes), strict=True))
        models = [
            {
                **asdict(card),
                "bytes": card.bytes,
                "kept": all(kept[graph.sha256] for graph in card.graphs),
                "open": self._provider(card.id),
                "why_not_webgpu": why_not_webgpu(card, facts),
            }
            for card in cards.values()
        ]
        return {"models": models, "webgpu": asdict(facts), "fallback": self._runtime.fallback}

    async def open(self, name: str, provider: str | None, progress: Progress) -> dict[str, Any]:
        """Load a model; see :meth:`elmweb.workbench.protocol.Workbench.open_model`."""
        card = await self._card(name)
        asked = provider or self._best.get(name) or card.provider
        facts = await self._gpu()
        why_not = why_not_webgpu(card, facts)
        if facts.software and not provider and name not in self._best:
            why_not = why_not or words.EMULATED
        sources = {graph.name: graph for graph in card.graphs}
        return await self._load(name, sources, asked, title=card.title, why_not=why_not, progress=progress)

    async def open_own(self, data: bytes, name: str, provider: str | None, progress: Progress) -> dict[str, Any]:
        """Load a person's own file; see :meth:`elmweb.workbench.protocol.Workbench.open_own_model`."""
        file = read_onnx_file(data)
        facts = await self._gpu()
        why_not = facts.why
        if facts.available and file.half and not facts.f16:
            why_not = words.NO_HALF
        elif facts.available and file.largest_weight_bytes > facts.max_buffer_bytes:
            why_not = words.tensor_large(data_size(file.largest_weight_bytes))
        asked = provider or "webgpu"
        if odd := [tensor for tensor in (*file.inputs, *file.outputs) if tensor.dtype not in DTYPES]:
            why = words.odd_kind(odd[0].name, odd[0].dtype, ", ".join(DTYPES))
            return {"id": OWN, "asked": asked, "provider": "", "note": f"{why} {words.ELSEWHERE}", "file": asdict(file)}
        try:
            opened = await self._load(OWN, {"main": data}, asked, title=name, why_not=why_not, progress=progress)
        except (ModelFileError, ProviderFailed, OutOfMemory) as error:  # its contents can be shown all the same
            operator = missing_operator(error.value)
            why = words.no_operator(operator) if operator else sentence(error)
            if operator and file.double:
                why = words.no_double(operator)
                with contextlib.suppress(ModelFileError, ProviderFailed, OutOfMemory):
                    single = in_single(data)
                    opened = await self._load(
                        OWN, {"main": single}, asked, title=name, why_not=why_not, progress=progress
                    )
                    file = read_onnx_file(single)
                    self._own = (single, file)
                    return {**opened, "note": f"{why} {words.IN_SINGLE} {opened['note']}".strip(), "file": asdict(file)}
                why = f"{why} {words.ELSEWHERE}"
            return {"id": OWN, "asked": asked, "provider": "", "note": why, "file": asdict(file)}
        self._own = (data, file)
        return {**opened, "file": asdict(file)}

    async def run(self, name: str, inputs: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        """Do the model's task; see :meth:`elmweb.workbench.protocol.Workbench.follow_model`."""
        card = None if name == OWN else await self._card(name)
        sessions = await self._ready(name)
        before = {session.note for session in sessions.values()}
        ask = _Ask(self._runtime, card, sessions, progress)
        task = "tensors" if "feeds" in inputs or card is None else card.task
        asks = self._asks.setdefault(name, set())
        asks.add(ask)
        try:
            answer = await find_task(task)(card, ask, inputs)
        finally:
            asks.discard(ask)
        notes = [session.note for session in sessions.values() if session.note not in before]
        return {
            "answer": answer,
            "provider": self._provider(name),
            "milliseconds": ask.milliseconds,
            "note": notes[0] if notes else "",
        }

    async def card(self, name: str) -> ModelCard:
        """Return the card of a model."""
        return await self._card(name)

    def is_open(self, name: str) -> bool:
        """Return whether a model is loaded."""
        return name in self._open

    async def file(self, name: str, which: str) -> bytes:
        """Return one of a model's files, which is cached: a graph or an asset by its name."""
        card = await self._card(name)
        known = {**{graph.name: graph for graph in card.graphs}, **card.assets}
        if which not in known:
            raise ModelFileError(words.no_file(which), rule=common.one_of([*known]), value=which)
        return await self._runtime.read(known[which], lambda *_: None)

    def halt(self, name: str) -> None:
        """Stop what a model is doing; see :meth:`elmweb.workbench.protocol.Workbench.halt_model`."""
        for ask in self._asks.get(name, ()):
            ask.is_halted = True

    async def close(self, name: str) -> None:
        """Close a model, or stop loading it; see :meth:`elmweb.workbench.protocol.Workbench.close_model`."""
        if (opening := self._opening.get(name)) is not None:
            opening.cancel()
        self.halt(name)
        for session in self._open.pop(name, {}).values():
            await session.close()
        if name == OWN:
            self._own = None

    async def place(self, name: str) -> dict[str, Any]:
        """Return where the operators of a model run; see :meth:`elmweb.workbench.protocol.Workbench.place_model`."""
        await self._ready(name)
        provider = self._provider(name)
        counts: dict[str, int] = {}
        on_cpu: list[str] = []
        n_copies, whole = 0, True
        for source in (await self._sources(name)).values():
            found = read_placement(await self._runtime.where(source, provider))
            for key, number in found.counts.items():
                counts[key] = counts.get(key, 0) + number
            on_cpu += found.on_cpu if provider == "webgpu" else ()
            n_copies, whole = n_copies + found.n_copies, whole and found.whole
        return {"provider": provider, "counts": counts, "on_cpu": on_cpu, "n_copies": n_copies, "whole": whole}

    async def check(self, name: str, progress: Progress) -> dict[str, Any]:
        """Make a parity check; see :meth:`elmweb.workbench.protocol.Workbench.check_model`."""
        card = await self._card(name)
        reference = read_reference(await self._runtime.read(card.reference, lambda *_: None))
        why_not = why_not_webgpu(card, await self._gpu())
        asked = [self._runtime.fallback] if why_not else ["webgpu", self._runtime.fallback]
        rows: list[Row] = []
        failed = [{"provider": "webgpu", "why": why_not}] if why_not else []
        placement = None
        for step, provider in enumerate(asked):
            progress({"what": "check", "text": words.COMPARING[provider], "step": step, "n_steps": len(asked)})
            try:
                rows.append(await self._measured(card, provider, reference))
                if provider == "webgpu":
                    lines = [await self._runtime.where(graph, provider) for graph in card.graphs]
                    placement = read_placement([line for each in lines for line in each])
            except ElmwebError as error:
                failed.append({"provider": provider, "why": str(error)})
        best = fastest(rows)
        if best is not None:
            self._best[name] = best
        return {
            "rows": [row.to_dict() for row in rows],
            "failed": failed,
            "on_cpu": list(placement.on_cpu) if placement else [],
            "whole": bool(placement and placement.whole),
            "default": best,
        }

    async def _measured(self, card: ModelCard, provider: str, reference: Mapping[str, Any]) -> Row:
        """Return the row of one provider; a fallback to another is a failure."""
        sessions: dict[str, RuntimeSession] = {}
        try:
            for graph in card.graphs:
                loaded = await self._runtime.load(graph, provider, lambda *_: None)
                sessions[graph.name] = RuntimeSession(self._runtime, graph, loaded, may_fall_back=False)
            return await measure(provider, sessions, reference)
        finally:
            for session in sessions.values():
                await session.close()

    async def _load(
        self, name: str, sources: Mapping[str, Source], asked: str, *, title: str, why_not: str, progress: Progress
    ) -> dict[str, Any]:
        """Load the graphs of a model, after closing what was open under that name."""
        await self.close(name)
        sizes = {key: source.bytes if isinstance(source, FileEntry) else len(source) for key, source in sources.items()}
        # Done and total bytes of each graph; those of the runtime are reported with the first.
        bytes_of = {key: (0, size) for key, size in sizes.items()}

        def report(key: str, done: int, total: int) -> None:
            bytes_of[key] = (done, total)
            done, total = (sum(each) for each in zip(*bytes_of.values(), strict=True))
            progress({"what": "download", "text": words.loading(title), "done": done, "total": total})

        async def load() -> dict[str, RuntimeSession]:
            sessions: dict[str, RuntimeSession] = {}
            try:
                for key, source in sources.items():
                    report(key, *bytes_of[key])
                    sessions[key] = await open_session(
                        self._runtime, source, asked, why_not=why_not, progress=partial(report, key)
                    )
                    report(key, bytes_of[key][1], bytes_of[key][1])
            except BaseException:
                for session in sessions.values():
                    await session.close()
                raise
            return sessions

        opening = self._opening[name] = asyncio.ensure_future(load())
        try:
            sessions = await opening
        except asyncio.CancelledError:
            if not opening.cancelled():
                raise
            raise Cancelled(words.loading_stopped(title), hints=(words.OPEN_AGAIN,)) from None
        finally:
            if self._opening.get(name) is opening:
                del self._opening[name]
        self._open[name] = sessions
        notes = [session.note for session in sessions.values() if session.note]
        return {
            "id": name,
            "asked": asked,
            "provider": self._provider(name),
            "note": notes[0] if notes else "",
            "seconds": sum(session.loaded.seconds for session in sessions.values()),
            "kept": all(session.loaded.kept for session in sessions.values()),
            "bytes": sum(sizes.values()),
            "graphs": {
                key: {
                    "inputs": [asdict(tensor) for tensor in session.loaded.inputs],
                    "outputs": [asdict(tensor) for tensor in session.loaded.outputs],
                }
                for key, session in sessions.items()
            },
        }

    async def _ready(self, name: str) -> dict[str, RuntimeSession]:
        """Return the graphs of a model; it is opened again when its Python was restarted."""
        while name not in self._open:
            if (opening := self._opening.get(name) or self._again.get(name)) is not None:
                await asyncio.wait([opening])
                continue
            if name == OWN:
                raise ModelGone(words.NOT_OPEN, hints=(words.DROP_AGAIN,))
            self._again[name] = asyncio.ensure_future(self.open(name, None, lambda _message: None))
            try:
                await self._again[name]
            finally:
                del self._again[name]
        return self._open[name]

    def _provider(self, name: str) -> str:
        """Return the provider of an open model, the fallback if one of its graphs uses that; empty if not open."""
        found = {session.provider for session in self._open.get(name, {}).values()}
        return self._runtime.fallback if self._runtime.fallback in found else next(iter(found), "")

    async def _known(self) -> dict[str, ModelCard]:
        if self._cards is None:
            cards = read_manifest(await self._runtime.manifest())
            self._cards = {name: _said(card) for name, card in cards.items()}
            entries = [entry.sha256 for card in self._cards.values() for entry in card.files()]
            await self._runtime.prune(entries)
        return self._cards

    async def _card(self, name: str) -> ModelCard:
        cards = await self._known()
        if name not in cards:
            rule = common.one_of([*cards] or [words.NONE])
            raise ModelFileError(words.no_model(name), rule=rule, value=name)
        return cards[name]

    async def _sources(self, name: str) -> dict[str, Source]:
        if name == OWN and self._own is not None:
            return {"main": self._own[0]}
        return {graph.name: graph for graph in (await self._card(name)).graphs}

    async def _gpu(self) -> GpuFacts:
        if self._facts is None:
            self._facts = await self._runtime.facts()
        return self._facts


class _Ask:
    """Runs the graphs of a model for a task; see :class:`elmweb.zoo.tasks.Ask`."""

    def __init__(
        self,
        runtime: Runtime,
        card: ModelCard | None,
        sessions: Mapping[str, RuntimeSession],
        progress: Progress | None = None,
    ) -> None:
        self._runtime, self._card, self._sessions, self._progress = runtime, card, sessions, progress
        self._said = -math.inf
        self.milliseconds = 0.0
        self.is_halted = False

    def say(self, answer: Answer) -> bool:
        """Give the answer so far, not more often than somebody can read it; return whether to go on."""
        now = time.monotonic()
        if self._progress is not None and now - self._said >= _SAYING_SECONDS:
            self._said = now
            self._progress({"what": "answer", "answer": answer})
        return not self.is_halted

    async def __call__(
        self, feeds: Mapping[str, np.ndarray], graph: str = "main", outputs: tuple[str, ...] | None = None
    ) -> dict[str, np.ndarray]:
        """Run a graph and add up the time."""
        if graph not in self._sessions:
            raise ModelFileError(words.no_graph(graph), rule=common.one_of([*self._sessions]), value=graph)
        wanted = outputs if outputs is not None or self._card is None else self._card.graph(graph).results()
        session = self._sessions[graph]
        found = await session.run(feeds, wanted)
        self.milliseconds += session.milliseconds
        return found

    async def file(self, name: str) -> bytes:
        """Return an asset, which is cached like the graphs."""
        known = {**self._card.assets, "reference": self._card.reference} if self._card else {}
        if name not in known:
            rule = common.one_of([*known] or [words.NONE])
            raise ModelFileError(words.no_file(name), rule=rule, value=name)
        return await self._runtime.read(known[name], lambda *_: None)


def _said(card: ModelCard) -> ModelCard:
    """Return a card with its texts in the language that is spoken."""
    say = partial(zoo_cards.of_model, card.id)
    parts = {part: say(part, getattr(card, part)) for part in ("title", "about", "measured_on", "device")}
    names = {"name": "dataset", "source": "source", "licence": "licence"}
    asked = {name: say(name, card.settings[name]) for name in ("asks", "learned_from") if name in card.settings}
    return replace(
        card,
        **parts,
        dataset={**card.dataset, **{name: say(part, card.dataset[name]) for name, part in names.items()}},
        labels=tuple(say("label", label) for label in card.labels),
        settings={**card.settings, **asked},
        notes=tuple(say(f"note-{at + 1}", note) for at, note in enumerate(card.notes)),
    )
