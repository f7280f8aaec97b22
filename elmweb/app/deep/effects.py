"""What happens on the Models page: models are listed, opened, asked and compared."""

from __future__ import annotations

import asyncio
from typing import Any

from elmweb.app.effects import Effects
from elmweb.exceptions import ElmwebError, InputError

__all__ = ["MESSAGES", "DeepEffects"]

MESSAGES = (
    "open_model",
    "ask_model",
    "look_inside",
    "compare_model",
    "read_onnx",
    "run_onnx",
    "save_pictures",
    "refuse",
)
"""Messages of the page that are answered here."""


class DeepEffects(Effects):
    """The effects of the Models page; the controller has them beside its own."""

    async def show_models(self, model: str) -> None:
        """List the models when the page is opened first, and open the one its address names.

        Parameters
        ----------
        model : str
            Its id; empty for none.
        """
        zoo = self.session.zoo
        zoo.shown = True
        if not zoo.cards:
            async with self._busy("model", "Looking for the models"):
                zoo.cards = await self.workbench.list_models()
        if model and model != zoo.chosen:
            zoo.choose(model)
            if zoo.card is None:
                known = ", ".join(card["id"] for card in zoo.cards)
                raise ElmwebError("There is no such model.", rule=f"one of {known}", value=model)
            await self.open_model(model)

    async def open_model(self, model: str, provider: str | None = None) -> None:
        """Load a model, so that it can be asked.

        Parameters
        ----------
        model : str
            Its id.
        provider : str, optional
            ``"webgpu"`` or ``"wasm"``; what fits best by default.
        """
        zoo = self.session.zoo
        async with self._busy("model", "Loading the model"):
            opened = await self.workbench.open_model(model, provider, self._progress)
            if zoo.chosen != model:
                return
            zoo.opened = opened
            zoo.cards = [{**card, "kept": card.get("kept") or card["id"] == model} for card in zoo.cards]
            self.post("announce", text=f"{zoo.card['title']} is ready.")
        if zoo.inputs or zoo.card["settings"].get("starts_itself"):
            await self.ask_model({})

    async def ask_model(self, inputs: dict[str, Any], number: int | None = None) -> None:
        """Ask the open model; of several questions that wait, only the newest is asked.

        Parameters
        ----------
        inputs : dict
            What changed since the last question.
        number : int, optional
            Of the question, for the element of the page that waits for its answer.
        """
        zoo = self.session.zoo
        zoo.inputs = {**zoo.inputs, **inputs}
        mine = self._next("model")
        try:
            async with self._asking:
                if mine != self._newest["model"] or zoo.opened is None:
                    return
                zoo.asking, model = True, zoo.chosen
                answer = await self.workbench.ask_model(model, zoo.inputs, zoo.look)
                if zoo.chosen == model:
                    zoo.answer = answer
                    self.post("boxes", boxes=answer.get("boxes", []))
        except InputError as error:  # nothing is drawn yet, and the like: said where the answer would be
            zoo.answer = {"notes": [error.what]}
            self.post("boxes", boxes=[])
        finally:
            zoo.asking = False
            if number is not None:
                self.post("answered", number=number)

    async def look_inside(self, on: bool) -> None:
        """Ask for views inside the model, or no more."""
        self.session.zoo.look = on
        await self.ask_model({})

    async def compare_model(self) -> None:
        """Run the known inputs on both providers and show what came out."""
        zoo = self.session.zoo
        async with self._busy("model", "Comparing CPU and WebGPU"):
            zoo.truth = await self.workbench.compare_model(zoo.chosen, self._progress)

    async def read_onnx(self, source: dict[str, Any]) -> None:
        """Read what is in a person's own file."""
        async with self._busy("model", f"Reading {source.get('name', 'the file')}"):
            self.session.zoo.brought = await self.workbench.read_onnx(source, self._progress)

    async def run_onnx(self) -> None:
        """Run a person's own file on random numbers."""
        zoo = self.session.zoo
        async with self._busy("model", "Running it"):
            zoo.brought = {**zoo.brought, "runs": await self.workbench.run_onnx(self._progress)}

    def save_pictures(self) -> None:
        """Hand the newest pictures to the person as one file."""
        answer = self.session.zoo.answer or {}
        if "sheet" not in answer:
            raise ElmwebError("There is no picture yet.", ways=("Choose what to make first.",))
        self.deliver(f"{self.session.zoo.chosen}.png", "image/png", answer["sheet"])

    def refuse(self, what: str, rule: str, value: str) -> None:
        """Show what the page could not read."""
        raise InputError(what, rule=rule, value=value)

    _asking: asyncio.Lock
