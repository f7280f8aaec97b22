"""Google's speech embedding, as distributed by openWakeWord: 96 numbers for every 80 milliseconds of sound.

Two published networks are combined. The first computes a mel spectrogram with 32 bands every 10 milliseconds; the
second maps each window of 76 frames to 96 numbers. The second network has no padding in time and reduces time by a
factor of 8, so it is applied to the whole spectrogram at once: its outputs are those for windows with a stride of 8
frames, without redundant computation. Both networks are reimplemented in PyTorch, with the published weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file

RATE = 16_000
HOP, LENGTH = 160, 512
"""Stride and length of a frame, in samples."""
FRAMES, STRIDE = 76, 8
"""Length and stride of a window, in frames."""
MIN_SAMPLES = (FRAMES - 1) * HOP + LENGTH
POOLS = {2: (2, 2), 6: (1, 2), 10: (2, 2), 14: (1, 2), 18: (2, 2)}
"""Pooling of time and bands after these convolutions, counted from 0."""

FACTS = Facts(
    id="embed-audio",
    task="embed-audio",
    title="Sounds as numbers",
    about="Turns each moment of a sound into 96 numbers; words that sound alike get similar numbers.",
    dataset={
        "name": "5 million clips with speech",
        "source": "J. Lin et al., Google (speech_embedding); openWakeWord of D. Scripka",
        "licence": "Apache-2.0 (both networks)",
    },
    licence="Apache-2.0",
    measured_on="six made sounds of 1 to 3 seconds, beside the two published networks run window by window",
    reach={"parity": ("<=", 1e-4), "parity_mel": ("<=", 1e-4)},
    settings={"rate": RATE, "least": MIN_SAMPLES, "window": FRAMES * HOP / RATE, "step": STRIDE * HOP / RATE},
    notes=(
        "Sound must be one channel of 16,000 samples a second; the page makes it so.",
        "A clip must be 0.78 seconds long at least.",
        "It was made for speech; other sounds are told apart less well.",
        "The spectrogram is cut 80 decibels below the loudest moment of the whole clip.",
    ),
    is_pretrained=True,
)


@dataclass(frozen=True)
class Settings:
    """No settings, since nothing is trained."""


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings()}


def load_data(_settings: Settings) -> list[torch.Tensor]:
    """Return sounds (1, n_samples), -1 to 1: a tone, a sweep, noise, noise bursts, and a buzz with moving formants."""
    rng = np.random.default_rng(0)

    def seconds(length: float) -> np.ndarray:
        return np.arange(int(length * RATE)) / RATE

    t1, t2, t3 = seconds(1), seconds(2), seconds(3)
    buzz = np.sign(np.sin(2 * np.pi * 110 * t3)) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * t3))
    voice = np.convolve(buzz, np.hanning(24), "same") / 24 * (1 + np.sin(2 * np.pi * (400 + 200 * t3) * t3)) / 2
    sounds = [
        0.5 * np.sin(2 * np.pi * 440 * t1),
        0.8 * np.sin(2 * np.pi * (100 + 1500 * t2) * t2),
        0.1 * rng.standard_normal(len(t2)),
        np.where(t2 % 0.5 < 0.1, 0.3 * rng.standard_normal(len(t2)), 0),
        voice,
        voice[: MIN_SAMPLES + 3 * STRIDE * HOP + 77] + 0.01 * rng.standard_normal(MIN_SAMPLES + 3 * STRIDE * HOP + 77),
    ]
    return [torch.from_numpy(np.clip(sound, -1, 1).astype(np.float32))[None] for sound in sounds]


class SoundReader(nn.Module):
    """The embedding of each window, and the spectrogram."""

    def __init__(self, spectrogram: dict[str, np.ndarray], kernels: list[tuple[np.ndarray, np.ndarray | None]]) -> None:
        super().__init__()
        waves = np.concatenate([spectrogram["0.stft.conv_real.weight"], spectrogram["0.stft.conv_imag.weight"]])
        self.waves = nn.Parameter(torch.from_numpy(waves))  # (2 * 257, 1, LENGTH)
        self.bands = nn.Parameter(torch.from_numpy(spectrogram["1.melW"].copy()))  # (257, 32)
        self.convolutions = nn.ModuleList()
        for weight, bias in kernels:
            n_out, n_in, *size = weight.shape
            padding = (0, size[1] // 2)  # of the bands, not of time
            convolution = nn.Conv2d(n_in, n_out, tuple(size), padding=padding, bias=bias is not None)
            convolution.weight.data = torch.from_numpy(weight.copy())
            if bias is not None:
                convolution.bias.data = torch.from_numpy(bias.copy())
            self.convolutions.append(convolution)

    def spectrogram(self, sound: torch.Tensor) -> torch.Tensor:  # (batch, n_samples), -1 to 1
        real, imaginary = F.conv1d(32768 * sound[:, None], self.waves, stride=HOP).split(len(self.bands), 1)
        power = (real * real + imaginary * imaginary).transpose(1, 2) @ self.bands  # (batch, n_frames, 32)
        decibel = power.clamp(min=1e-10).log() * (10 / np.log(10))
        return torch.maximum(decibel, decibel.amax((1, 2), keepdim=True) - 80) / 10 + 2

    def forward(self, sound: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mel = self.spectrogram(sound)
        x = mel[:, None]  # (batch, 1, n_frames, 32)
        last = len(self.convolutions) - 1
        for number, convolution in enumerate(self.convolutions):
            x = convolution(x)
            if number < last:
                # A leaky ReLU with a minimum of -0.4, written so that onnxruntime cannot fuse it into the convolution,
                # since the fused operation gives different results on WebGPU (onnxruntime 1.30).
                x = torch.maximum(x, (0.2 * x).clamp(min=-0.4))
            if number in POOLS:
                x = F.max_pool2d(x, POOLS[number])
        return x[..., 0].transpose(1, 2), mel  # (batch, n_windows, 96)


def make_model(_settings: Settings) -> nn.Module:
    """Return the network with its 0.6 million published weights."""
    first, second = (published(name) for name in ("melspectrogram.onnx", "embedding_model.onnx"))
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in second.graph.initializer}
    kernels = [
        (weights[node.input[1]], weights[node.input[2]] if len(node.input) > 2 else None)
        for node in second.graph.node
        if node.op_type == "Conv"
    ]
    return SoundReader({t.name: numpy_helper.to_array(t) for t in first.graph.initializer}, kernels).eval()


def published(name: str) -> onnx.ModelProto:
    """Return one of the two published networks."""
    return onnx.load(source_file("openwakeword", name))


def train(_run: Run, _data: list[torch.Tensor]) -> nn.Module:
    """Return the network; it was trained by its authors."""
    return make_model(Settings())


def graphs(model: nn.Module, data: list[torch.Tensor]) -> list[Graph]:
    """Return both networks as one graph."""
    n = MIN_SAMPLES + STRIDE * HOP
    return [
        Graph(
            module=model,
            inputs=[Tensor("sound", ("batch", "samples"), "-1 to 1, 16,000 per second")],
            outputs=[
                Tensor("embedding", ("batch", "windows", 96), "one window every 0.08 s"),
                Tensor("mel", ("batch", "frames", 32), "decibel / 10 + 2", is_view=True),
            ],
            reference={"sound": torch.cat([data[1][:, :n], data[4][:, :n]])},
            probes=[{"sound": data[5]}, {"sound": torch.zeros(1, MIN_SAMPLES)}],
        )
    ]


def evaluate(files: dict[str, OnnxFile], data: list[torch.Tensor]) -> dict[str, float]:
    """Return the largest difference from the published networks, relative to the largest value, over all sounds."""
    first, second = (
        OnnxFile(source_file("openwakeword", name)) for name in ("melspectrogram.onnx", "embedding_model.onnx")
    )
    difference, difference_mel = 0.0, 0.0
    for sound in data:
        found = files["main"].run({"sound": sound.numpy()})
        mel = first.run({"input": 32768 * sound.numpy()}, batch=None)["output"][:, 0] / 10 + 2  # (1, n_frames, 32)
        starts = range(0, mel.shape[1] - FRAMES + 1, STRIDE)
        windows = np.concatenate([mel[:, start : start + FRAMES] for start in starts])[..., None]
        embedding = second.run({"input_1": windows})["conv2d_19"].reshape(1, -1, 96)
        difference = max(difference, float(np.abs(found["embedding"] - embedding).max() / np.abs(embedding).max()))
        difference_mel = max(difference_mel, float(np.abs(found["mel"] - mel).max() / np.abs(mel).max()))
    return {"parity": difference, "parity_mel": difference_mel}
