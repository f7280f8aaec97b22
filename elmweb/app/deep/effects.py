"""The effects of the Models page: models are listed, opened, run and checked."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import numpy as np

from elmweb.app.effects import Effects, Post
from elmweb.app.state import Session
from elmweb.exceptions import Cancelled, ElmwebError, InputError, needed_and_found
from elmweb.formatting import clock, file_stem, quantity
from elmweb.words.page import common, deep as words
from elmweb.workbench.protocol import DeepAnswer, DeepModel, Workbench

__all__ = ["MESSAGES", "DeepEffects", "Deliver"]

MESSAGES = (
    *("leave_model", "open_model", "stop_model", "ask_model", "check_model", "save_pictures", "refuse"),
    *("halt_model", "save_transcript", "save_sound", "save_passport"),
    *("read_onnx", "run_onnx", "close_own"),
)
"""The messages of the page that this class handles."""

Deliver = Callable[[str, str, Any], None]

_OWN = "own"
_FOLLOWED = frozenset({"transcribe", "speak"})
"""Tasks that take long enough to show their answer while it is made."""
_MOST_OTHERS = 12
_MOST_NUMBERS = 20_000_000  # in one generated input of a person's own model


class DeepEffects(Effects):
    """The effects of the Models page, which the controller inherits.

    They wait neither for a training nor for each other: the workbench answers them at any time.

    Parameters
    ----------
    session, workbench, post
        See :class:`elmweb.app.effects.Effects`.
    deliver : callable
        ``deliver(filename, mime, data)`` hands a finished file to the person.
    """

    def __init__(self, session: Session, workbench: Workbench, post: Post, deliver: Deliver) -> None:
        super().__init__(session, workbench, post)
        self.deliver = deliver
        self._asking = asyncio.Lock()

    async def show_models(self, model: str) -> None:
        """List the models when the page is first opened, and open the one that its address names.

        Parameters
        ----------
        model : str
            Its id; empty for none.
        """
        zoo = self.session.zoo
        if not zoo.cards:
            zoo.param.update(shown=True, listing=True)
            try:
                found = await self.workbench.list_models()
                zoo.param.update(cards=found["models"], webgpu=found["webgpu"])
            finally:
                zoo.listing = False
        if not model or model == zoo.chosen:
            return
        if all(card["id"] != model for card in zoo.cards):
            known = ", ".join(card["id"] for card in zoo.cards)
            raise ElmwebError(words.NO_SUCH_MODEL, rule=words.one_of(known), value=model)
        await self._leave()
        zoo.choose(model)
        await self.open_model(model)

    async def leave_model(self) -> None:
        """Show the list again, without a model."""
        await self._leave()
        self.session.zoo.choose("")
        self.post("go", page="models")

    async def _leave(self) -> None:
        """Close the model on the page, to free its memory for the next one."""
        zoo = self.session.zoo
        if zoo.opened is not None or zoo.progress is not None:
            await self.workbench.close_model(zoo.chosen)

    async def open_model(self, model: str, provider: str | None = None) -> None:
        """Load a model.

        Parameters
        ----------
        model : str
            Its id.
        provider : str, optional
            ``"webgpu"`` or ``"wasm"``; by default the more suitable one.
        """
        zoo = self.session.zoo
        async with self._working(model) as progress:
            opened = await self.workbench.open_model(model, provider, progress)
            if zoo.chosen != model:
                return
            zoo.param.update(
                opened=opened, cards=[{**card, "kept": card["kept"] or card["id"] == model} for card in zoo.cards]
            )
            if zoo.card:
                self.post("announce", text=words.is_ready(zoo.card["title"]))
        if zoo.inputs:
            await self.ask_model({})

    async def stop_model(self) -> None:
        """Stop loading the model."""
        await self.workbench.close_model(self.session.zoo.chosen)

    @contextlib.asynccontextmanager
    async def _working(self, model: str) -> AsyncIterator[Callable[[dict[str, Any]], None]]:
        """Show the progress of a long operation while its model is on the page."""
        zoo = self.session.zoo

        def progress(message: dict[str, Any]) -> None:
            if zoo.chosen == model:
                zoo.progress = message

        progress({"text": common.GETTING_READY})
        try:
            yield progress
        except Cancelled:
            if zoo.chosen == model:
                raise  # otherwise another model was chosen in the meantime
        finally:
            if zoo.chosen == model:
                zoo.progress = None

    async def ask_model(self, inputs: dict[str, Any], number: int | None = None) -> None:
        """Run the model; of several waiting requests only the newest is run.

        Parameters
        ----------
        inputs : dict
            The inputs that changed since the last request.
        number : int, optional
            Number of the request, for the element of the page that waits for its answer.
        """
        zoo = self.session.zoo
        zoo.inputs = {**zoo.inputs, **inputs}
        mine, model = self._next("model"), zoo.chosen
        try:
            async with self._asking:
                if mine != self._newest["model"] or zoo.opened is None:
                    return
                asked = {**zoo.inputs, "look": True, "others": list(zoo.others)}
                if zoo.card is not None and zoo.card["task"] in _FOLLOWED:
                    found = await self.workbench.follow_model(model, asked, partial(self._show_part, model, mine))
                    is_wanted = mine == self._newest["model"]
                else:
                    found, is_wanted = await self.workbench.run_model(model, asked), True
                if is_wanted and zoo.chosen == model and zoo.opened is not None:
                    self._show_answer(found, zoo.opened, asked)
        except InputError as error:  # such as nothing drawn yet: shown in place of the answer
            note = " ".join(filter(None, (error.what, needed_and_found(error.rule))))
            zoo.answer = {"answer": {"notes": [note]}, "milliseconds": None}
            self.post("boxes", boxes=[])
        finally:
            if number is not None:
                self.post("answered", number=number)

    def _show_part(self, model: str, number: int, message: dict[str, Any]) -> None:
        """Show the answer so far, unless something else was asked in the meantime."""
        if self.session.zoo.chosen == model and number == self._newest["model"]:
            self.session.zoo.answer = {"answer": message["answer"], "milliseconds": None}

    async def halt_model(self) -> None:
        """Stop what the model is doing; it answers with what there is."""
        if self.session.zoo.chosen:
            await self.workbench.halt_model(self.session.zoo.chosen)

    def _show_answer(self, found: DeepAnswer, opened: DeepModel, asked: dict[str, Any]) -> None:
        """Show an answer, and keep its vector for comparison with the next."""
        zoo = self.session.zoo
        now: DeepModel = {**opened, "provider": found["provider"]}
        if found["note"]:
            now["note"] = found["note"]
        zoo.param.update(answer=found, opened=now)
        answer = found["answer"]
        self.post("boxes", boxes=answer.get("boxes", []))
        if "vector" in answer and asked.get("keep", True):
            zoo.others = [*asked["others"], (answer["name"], answer["vector"])][-_MOST_OTHERS:]

    async def check_model(self) -> None:
        """Run the model on its reference inputs with every provider and show the differences."""
        zoo, model = self.session.zoo, self.session.zoo.chosen
        async with self._working(model) as progress:
            found = await self.workbench.check_model(model, progress)
            if zoo.chosen == model:
                zoo.check = found

    def save_pictures(self) -> None:
        """Deliver the newest images as one file."""
        sheet = ((self.session.zoo.answer or {}).get("answer") or {}).get("sheet")
        if sheet is None:
            raise ElmwebError(words.NO_PICTURE, hints=(words.CHOOSE_WHAT_TO_MAKE,))
        self.deliver(f"{self.session.zoo.chosen}.png", "image/png", sheet)

    def save_transcript(self) -> None:
        """Deliver what was said in the newest clip, a line for each part of it."""
        zoo = self.session.zoo
        spoken = ((zoo.answer or {}).get("answer") or {}).get("spoken")
        if not spoken:
            raise ElmwebError(words.NO_WORDS, hints=(words.CHOOSE_A_CLIP,))
        text = "".join(f"{clock(start)} {said}\n" for start, said in spoken)
        filename = f"{file_stem(zoo.inputs.get('clip', '')) or words.RECORDING}.txt"
        self.deliver(filename, "text/plain", text.encode())
        self.post("announce", text=common.saved(filename))

    def save_sound(self) -> None:
        """Deliver what the voice said as a file."""
        wav = ((self.session.zoo.answer or {}).get("answer") or {}).get("wav")
        if wav is None:
            raise ElmwebError(words.NO_SOUND, hints=(words.WRITE_A_TEXT,))
        self.deliver(f"{self.session.zoo.chosen}.wav", "audio/wav", wav)

    async def save_passport(self, page: bool) -> None:
        """Deliver the passport of the model on the page, as a page to print or as JSON."""
        file = await self.workbench.model_passport(self.session.zoo.chosen, page)
        self.deliver(file["filename"], file["mime"], file["data"])
        self.post("announce", text=common.saved(file["filename"]))

    def refuse(self, what: str, rule: str, value: str) -> None:
        """Show that the page could not read something."""
        raise InputError(what, rule=rule, value=value)

    # A person's own file

    async def read_onnx(self, source: dict[str, Any]) -> None:
        """Read a person's own ONNX file and load it."""
        zoo = self.session.zoo
        await self.leave_model()
        opened = await self.workbench.open_own_model(source, None, lambda _message: None)
        zoo.own = {"name": source.get("name", "model.onnx"), **opened, "ran": None}
        self.post("settled")

    async def close_own(self) -> None:
        """Show all models again instead of a person's own file."""
        self.session.zoo.own = None
        await self.workbench.close_model(_OWN)

    async def run_onnx(self) -> None:
        """Run a person's own model on generated numbers, and show where its operators run."""
        own = self.session.zoo.own
        if own is None:
            raise ElmwebError(words.NO_FILE, hints=(words.CHOOSE_ONNX,))
        feeds = {tensor["name"]: generated_input(tensor) for tensor in own["graphs"]["main"]["inputs"]}
        found = await self.workbench.run_model(_OWN, {"feeds": feeds})
        placement = await self.workbench.place_model(_OWN)
        outputs = {name: _described(array) for name, array in found["answer"]["outputs"].items()}
        ran = {"milliseconds": found["milliseconds"], "provider": found["provider"], "note": found["note"]}
        self.session.zoo.own = {**own, "ran": {**ran, "outputs": outputs, "placement": placement}}


def generated_input(tensor: dict[str, Any]) -> np.ndarray:
    """Return numbers for an input of a model; a dimension of any size gets 1.

    Parameters
    ----------
    tensor : dict
        ``name``, ``dtype`` and ``shape``.

    Returns
    -------
    ndarray
        Between -1 and 1; whole numbers are 0 or 1, valid indices into any table.

    Raises
    ------
    InputError
        The input would be too large.
    """
    shape = [size if isinstance(size, int) else 1 for size in tensor["shape"]]
    if np.prod(shape, dtype=float) > _MOST_NUMBERS:
        size = " x ".join(map(str, shape))
        what, rule = words.input_too_large(tensor["name"]), words.at_most_numbers(_MOST_NUMBERS)
        raise InputError(what, rule=rule, value=size)
    # The page's NumPy comes without numpy.random; the fractional part of a large sine is spread well enough.
    spread = np.sin(np.arange(1, int(np.prod(shape)) + 1)) * 43_758.5453
    spread = (spread - np.floor(spread)).reshape(shape)
    if tensor["dtype"].startswith("float"):
        return (2 * spread - 1).astype(tensor["dtype"])
    return (spread >= 0.5).astype(tensor["dtype"])


def _described(array: np.ndarray) -> str:
    """Return the shape and the range of an output."""
    size = words.by([str(size) for size in array.shape]) or words.ONE_NUMBER
    if not array.size or array.dtype.kind not in "iuf":
        return size
    low, high = float(array.min()), float(array.max())
    return words.shape_and_range(size, quantity(low, 4), quantity(high, 4))
