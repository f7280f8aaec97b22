"""NanoDet-g, trained on COCO by its author, which detects 80 kinds of objects in a photo.

A small convolutional network in the style of CSPNet, with a head on its feature maps at each of three scales. The
weights are published as a TensorFlow.js graph in half precision. ``buildsteps/deep/tfjs.py`` reads this graph as a
PyTorch module, from which it is exported, still in half precision. Two things are added to the graph: the photo is
given in red, green and blue from 0 to 1 and is scaled inside, and the outputs of the three heads are concatenated.
Boxes are decoded from them by ``elmweb/zoo/detect.py``. In a single comparison with TensorFlow, the outputs of the
published graph and of this module differed by at most 2e-5.

One limit holds for all kinds. A limit for each would need photos whose things are labelled; no package was found that
carries more than a handful.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.photos import read_photos
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file
from buildsteps.deep.tfjs import TfjsGraph
from elmweb.zoo.detect import detect

SIZE = 416
PLACES = 52 * 52 + 26 * 26 + 13 * 13
N_STEPS = 11
"""Number of bins for the distance of a box edge, in cells."""
COCO = (
    "person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant, stop sign, "
    "parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe, backpack, umbrella, "
    "handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove, skateboard, "
    "surfboard, tennis racket, bottle, wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich, orange, "
    "broccoli, carrot, hot dog, pizza, donut, cake, chair, couch, potted plant, bed, dining table, toilet, tv, laptop, "
    "mouse, remote, keyboard, cell phone, microwave, oven, toaster, sink, refrigerator, book, clock, vase, scissors, "
    "teddy bear, hair drier, toothbrush"
)
# For blue, green and red, 0 to 255: the network was trained with this order of channels.
MEAN, STD = (103.53, 116.28, 123.675), (57.375, 57.12, 58.395)
PHOTOS = ("astronaut.png", "motorcycle_left.png", "coffee.png", "chelsea.png")

FACTS = Facts(
    id="detector-nanodet",
    task="detect-objects",
    title="Things in a photo",
    about="Finds 80 kinds of everyday things in a photo and draws a box around each.",
    dataset={
        "name": "COCO 2017",
        "source": "T.-Y. Lin et al.; NanoDet of RangiLyu; graph of V. Mandic's human-models",
        "licence": "Apache-2.0 (NanoDet), MIT (human-models); COCO's annotations CC BY 4.0",
    },
    licence="Apache-2.0",
    measured_on="four test photos of scikit-image, beside the graph as it was published",
    reach={"same_boxes": (">=", 1.0), "corner_pixels": ("<=", 0.05)},
    labels=tuple(COCO.split(", ")),
    settings={
        "mean": [0.0],
        "std": [1.0],
        "width": SIZE,
        "height": SIZE,
        "channels": 3,
        "at_least": 0.35,
        "sure_from": 0.5,
    },
    notes=(
        "The whole photo is squeezed into 416 by 416 pixels, so small things are missed.",
        "The author states 22.9 % mean average precision on COCO; that was not measured again here.",
        (
            "Each kind is judged by itself, so a cat may be a person, a dog and a cat at once. Boxes of several kinds "
            "at one place are one thing: it is counted only when its first name has at least half of their probability."
        ),
        "One limit, 50 %, holds for all kinds.",
    ),
    bits=16,
    is_pretrained=True,
)


@dataclass(frozen=True)
class Settings:
    """No settings, since nothing is trained."""


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings()}


def load_data(_settings: Settings) -> torch.Tensor:
    """Return test photos, shape (n, 3, SIZE, SIZE), 0 to 1."""
    return torch.from_numpy(read_photos(SIZE, crop=False, names=PHOTOS))


def published_graph() -> TfjsGraph:
    """Return the published graph, from standardised blue, green and red to six outputs, concatenated to two."""
    model = json.loads(source_file("nanodet", "nanodet.json").read_text())
    heads = [["Identity", "Identity_1", "Identity_2"], ["Identity_3", "Identity_4", "Identity_5"]]
    return TfjsGraph(model, source_file("nanodet", "nanodet.bin").read_bytes(), heads)


class Detector(nn.Module):
    """The published graph, preceded by the scaling of the photo."""

    def __init__(self) -> None:
        super().__init__()
        self.graph = published_graph()
        for name, values in (("mean", MEAN), ("spread", STD)):
            self.register_buffer(name, torch.tensor(values).reshape(3, 1, 1) / 255)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:  # (batch, 3, SIZE, SIZE), 0 to 1
        red, green, blue = image.split(1, 1)
        return self.graph((torch.cat([blue, green, red], 1) - self.mean) / self.spread)


def make_model(_settings: Settings) -> nn.Module:
    """Return the detector with its 3.8 million published weights."""
    return Detector().eval()


def train(_run: Run, _data: torch.Tensor) -> nn.Module:
    """Return the detector; it was trained by its author."""
    return make_model(Settings())


def graphs(model: nn.Module, data: torch.Tensor) -> list[Graph]:
    """Return the detector as one graph."""
    return [
        Graph(
            module=model,
            inputs=[Tensor("image", ("batch", 3, SIZE, SIZE), "red, green, blue, 0 to 1")],
            outputs=[
                Tensor("scores", ("batch", PLACES, len(FACTS.labels)), "probability"),
                Tensor("distances", ("batch", PLACES, 4 * N_STEPS), "logit of a distance in cells"),
            ],
            reference={"image": torch.stack([data[2], torch.zeros_like(data[0])])},
        )
    ]


def evaluate(files: dict[str, OnnxFile], data: torch.Tensor) -> dict[str, float]:
    """Return the fraction of photos with the same boxes as the published graph, and the distance of their corners."""
    found = files["main"].run({"image": data.numpy()}, batch=1)
    mean, std = np.reshape(MEAN, (3, 1, 1)), np.reshape(STD, (3, 1, 1))
    with torch.inference_mode():
        prepared = (255 * data.numpy()[:, ::-1].astype(np.float64) - mean) / std
        scores, distances = (part.numpy() for part in published_graph()(torch.from_numpy(prepared.astype(np.float32))))
    same, distance, n_boxes = [], 0.0, 0
    for row in range(len(data)):
        ours = detect(found["scores"][row], found["distances"][row], SIZE)
        theirs = detect(scores[row], distances[row], SIZE)
        same.append(ours.classes.tolist() == theirs.classes.tolist())
        n_boxes += len(theirs.classes)
        if same[-1]:
            distance = max(distance, float(np.abs(ours.corners - theirs.corners).max(initial=0.0)) * SIZE)
    if not n_boxes:
        raise ValueError("Nothing was detected in the test photos, so nothing was compared.")
    return {"same_boxes": float(np.mean(same)), "corner_pixels": distance, "boxes_compared": float(n_boxes)}
