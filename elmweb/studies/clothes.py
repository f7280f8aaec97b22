"""A GAN that learned to draw clothes: what it drew on its way, and the losses of both networks, kept from training."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np

from elmweb.studies.desk import Desk, Report
from elmweb.words.engine import studies_architectures as words
from elmweb.zoo.thumbnails import data_url

__all__ = ["MODEL", "run"]

MODEL = "gan-fashion"


async def run(asked: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:  # noqa: ARG001  nothing to choose
    """Bring what was kept.

    Parameters
    ----------
    asked : mapping
        Nothing.
    desk : Desk
        Brings the file.
    report : Report
        Says what is being done.

    Returns
    -------
    dict
        ``kinds`` (of clothes), ``stages``: a dict each with ``step``, ``epoch`` and ``pictures`` (of each kind a data
        URL: the same two random points, one below the other); ``losses``: ``[step, generator, discriminator]``, means
        since the one before; ``n_steps``, ``seconds`` of training and on what ``device``; ``of_export``, whether it is
        the training of the model on the Models page; and ``read_right``, the share of drawn pictures that a classifier
        takes for what was asked for.
    """
    report(words.LOADING_PICTURES, 0.1)
    card = await desk.model_card(MODEL)
    with np.load(BytesIO(await desk.model_file(MODEL, "epochs")), allow_pickle=False) as file:
        kept = {name: file[name] for name in file.files}
    of_export = "read_right" not in kept  # another training is judged by itself
    kinds, per_epoch = list(card.labels), int(kept["per_epoch"])
    rows = [np.flatnonzero(kept["labels"] == at) for at in range(len(kinds))]
    return {
        "kinds": kinds,
        "stages": [
            {
                "step": int(step),
                "epoch": float(step / per_epoch),
                "pictures": [data_url(np.concatenate(list(images[own]))) for own in rows],
            }
            for step, images in zip(kept["steps"], kept["samples"], strict=True)
        ],
        "losses": [[int(step), float(generator), float(other)] for step, generator, other in kept["losses"]],
        "n_steps": int(kept["steps"][-1]),
        "seconds": float(kept["seconds"]),
        "device": str(kept["device"]),
        "of_export": of_export,
        "read_right": card.metrics["read_right"] if of_export else float(kept["read_right"]),
        "said": "",
    }
