"""Clips of six people, and who speaks: the page's vectors of sounds, beside coefficients of the mel cepstrum (MFCC).

The clips are the announcements of a telephone exchange, 500 and more by each voice, from Debian's packages: one speaker
each of English, Spanish, French and Russian, two of Italian. They were recorded in six places, and four voices are told
apart by their language too, so this is easier than voices in one room. No package was found that carries spoken digits
or commands of many people.

ELM (with direct links, as the page trains it), logistic regression and nearest neighbours learn from the 96 numbers
that `embed-audio` makes of a clip; logistic regression and nearest neighbours also from the means and the standard
deviations of 20 MFCC over a clip.
"""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np

from benchmarks.example_scores import SEED, cells_of, kept, page_score, right
from benchmarks.image_files import package
from buildsteps.archives import open_deb, read_member

__all__ = ["SOUNDS", "measure_sounds"]

SOUNDS = ("voices",)
SIZES = (5, 20, 100)  # clips of each voice that are learned from
N_TEST = 150  # of each voice
RATE = 16_000
_VOICES = ("english", "spanish", "french", "italian", "russian", "italian-2")
_MAKES_VECTORS = ("models/embed-audio.onnx",)
_MAKES_MFCC = ("benchmarks/example_sounds.py",)
_LEAST = 0.3  # seconds; shorter ones are clicks and tones
_MOST = 10  # seconds of a clip that the page hears
_N_MFCC, _N_BANDS = 20, 40
_WINDOW, _STEP = 400, 160  # 25 and 10 milliseconds


def measure_sounds(name: str) -> dict[str, Any]:  # noqa: ARG001  there is one set
    """Return the scores of who speaks, by the number of clips of each voice that are learned from."""
    clips, y = _clips()
    rng, n_each = np.random.default_rng(SEED), max(SIZES) + N_TEST
    order = np.stack([rng.permutation(np.flatnonzero(y == voice))[:n_each] for voice in range(len(_VOICES))])
    clips, y = [clips[at] for at in order.ravel()], y[order].ravel()
    V = kept("voices", _MAKES_VECTORS, lambda: _vectors(clips))
    M = kept("voices-mfcc", _MAKES_MFCC, lambda: np.stack([mfcc(clip) for clip in clips]))
    places = np.arange(len(y)).reshape(order.shape)
    judge = places[:, max(SIZES) :].ravel()
    found = {}
    for size in SIZES:
        few = places[:, :size].ravel()
        scores = {"ELM": page_score(cells_of(V[few], "sound"), y[few], cells_of(V[judge], "sound"), y[judge], "sound")}
        for of, X in (("", V), (" of MFCC", M)):
            for method, score in _others(X[few], y[few], X[judge], y[judge]).items():
                scores[method + of] = score
        found[str(size)] = scores
    return found


def _others(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, y_test: np.ndarray) -> dict[str, float]:
    """Return the scores of logistic regression and of nearest neighbours on standardised columns."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.neighbors import KNeighborsClassifier  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    methods = {"logistic regression": LogisticRegression(max_iter=1_000), "5 nearest": KNeighborsClassifier(5)}
    return {
        name: right(make_pipeline(StandardScaler(), method).fit(X, y).predict(X_test), y_test)
        for name, method in methods.items()
    }


def _clips() -> tuple[list[np.ndarray], np.ndarray]:
    """Return all clips of speech, at the rate of the network, and the number of each one's voice."""
    from elmweb.bridge._native_examples import NativeExamples  # noqa: PLC0415  Pillow

    host, clips, voices = NativeExamples(), [], []
    for voice, name in enumerate(_VOICES):
        with open_deb(package(f"voice-{name}").read_bytes()) as archive:
            for member in sorted(archive.getmembers(), key=lambda one: one.name):
                if not member.name.endswith(".wav") or "/silence/" in member.name:
                    continue
                data = read_member(archive, member)
                clip = asyncio.run(host.sound(member.name, {"bytes": data}, RATE))[: _MOST * RATE]
                if len(clip) >= _LEAST * RATE and np.abs(clip).max() > 0.01:
                    clips.append(clip)
                    voices.append(voice)
    return clips, np.array(voices)


def _vectors(clips: list[np.ndarray]) -> np.ndarray:
    """Return the page's vectors of clips."""
    from elmweb.bridge._native import NativeRuntime  # noqa: PLC0415
    from elmweb.workbench.bring import open_backbone  # noqa: PLC0415
    from elmweb.zoo.models import Models  # noqa: PLC0415

    async def each() -> list[np.ndarray]:
        backbone = await open_backbone(Models(NativeRuntime()), "sound", lambda _: None)
        return [await backbone.run({"sound": clip}) for clip in clips]

    return np.stack(asyncio.run(each()))


def mfcc(clip: np.ndarray) -> np.ndarray:
    """Return means and standard deviations of the first 20 coefficients of the mel cepstrum over a clip (40,).

    Parameters
    ----------
    clip : ndarray of shape (n,)
        At 16,000 samples a second, from -1 to 1.

    Returns
    -------
    ndarray of shape (40,)
        Of windows of 25 milliseconds, one every 10; 40 triangular bands up to 8 kHz.

    References
    ----------
    Davis, Mermelstein (1980). Comparison of parametric representations for monosyllabic word recognition. IEEE
    Transactions on Acoustics, Speech, and Signal Processing 28(4). doi:10.1109/TASSP.1980.1163420
    """
    from scipy.fft import dct  # noqa: PLC0415

    clip = np.append(clip[0], clip[1:] - 0.97 * clip[:-1])
    windows = np.lib.stride_tricks.sliding_window_view(clip, _WINDOW)[::_STEP] * np.hamming(_WINDOW)
    power = np.abs(np.fft.rfft(windows, 512)) ** 2 / 512
    found = dct(np.log(power @ _bands().T + 1e-8), norm="ortho")[:, :_N_MFCC]
    return np.concatenate([found.mean(axis=0), found.std(axis=0)])


def _bands() -> np.ndarray:
    """Return triangular bands (bands, 257) that are equally wide in mel."""
    mel = np.linspace(0, 2595 * np.log10(1 + RATE / 2 / 700), _N_BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    frequencies = np.linspace(0, RATE / 2, 257)
    up = (frequencies - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - frequencies) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(up, down), 0, None)
