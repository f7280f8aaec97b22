"""Sound from the outputs of a voice: a train of pulses, filtered, and noise, in one inverse Fourier transform.

The method and its constants are those of hibari (M. Williams, Apache-2.0): the network gives a spectrum for every 300
samples, in parts: how loud and in which phase the harmonics of the pitch are, how loud the noise is, and a part with a
phase of its own.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

__all__ = ["RATE", "sound_of", "wav_file"]

RATE = 24_000
_SIZE, _HOP = 1_200, 300
_WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_SIZE) / _SIZE)).astype(np.float32)
_LOUDEST = 7.0  # of a logarithm
_LOWEST_PITCH, _HIGHEST_HARMONIC = 40.0, 11_000.0


def sound_of(parts: Mapping[str, np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Return the sound.

    Parameters
    ----------
    parts : mapping of str to ndarray
        Logarithms of loudness ``lh`` (harmonics), ``ln`` (noise) and ``lr`` (the rest), phases ``theta`` and ``phi``,
        each (601, n_frames); ``f0``, the pitch in Hz, (n_frames,), below 40 where there is none.
    rng : numpy.random.Generator
        Draws the noise.

    Returns
    -------
    ndarray of shape (300 * n_frames,), float32
        24,000 samples a second.
    """
    harmonics, noise, rest = (np.exp(np.minimum(parts[name], _LOUDEST)) for name in ("lh", "ln", "lr"))
    drawn = rng.standard_normal((2, *noise.shape), dtype=np.float32)
    spectrum = (
        harmonics * np.exp(1j * np.pi * np.tanh(parts["theta"])) * _spectrum(pulses(parts["f0"]))
        + noise * (drawn[0] + 1j * drawn[1])
        + rest * np.exp(1j * parts["phi"])
    )
    return _inverse(spectrum)


def pulses(pitch: np.ndarray) -> np.ndarray:
    """Return a train of pulses: the sum of all harmonics below 11 kHz, each as loud; zeros where there is no pitch.

    Parameters
    ----------
    pitch : ndarray of shape (n_frames,)
        In Hz, in the middle of each frame.

    Returns
    -------
    ndarray of shape (300 * n_frames,)
        The sum of ``cos(h * phase)`` over the harmonics ``h``.
    """
    n = len(pitch)
    middles = (np.arange(n) + 0.5) * _HOP
    each = np.interp(np.arange(n * _HOP) + 0.5, middles, pitch)
    has_pitch = each > _LOWEST_PITCH
    each = np.maximum(each, _LOWEST_PITCH)
    phase = 2 * np.pi * (np.cumsum(each) / RATE % 1.0)
    n_harmonics = np.floor(_HIGHEST_HARMONIC / each)
    half = 2 * np.sin(phase / 2)
    at_pulse = np.abs(half) <= 2e-3
    train = np.sin((n_harmonics + 0.5) * phase) / np.where(at_pulse, 1.0, half) - 0.5
    return np.where(has_pitch, np.where(at_pulse, n_harmonics, train), 0.0)


def _spectrum(sound: np.ndarray) -> np.ndarray:
    """Return the spectrum of each frame, (601, n_frames)."""
    padded = np.pad(sound, _SIZE // 2, mode="reflect" if len(sound) > _SIZE // 2 else "constant")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_HOP][: len(sound) // _HOP]
    return np.fft.rfft(frames * (_WINDOW / (_SIZE / 4)), axis=1).T


def _inverse(spectrum: np.ndarray) -> np.ndarray:
    """Return the sound of a spectrum: each frame is transformed back, and overlapping frames are added up."""
    n, overlap = spectrum.shape[1], _SIZE // _HOP
    frames = (np.fft.irfft(spectrum.T, n=_SIZE, axis=1) * _WINDOW).reshape(n, overlap, _HOP)
    squares = np.square(_WINDOW, dtype=np.float64).reshape(overlap, _HOP)
    sound, weight = np.zeros((n + overlap - 1, _HOP)), np.zeros((n + overlap - 1, _HOP))
    for k in range(overlap):
        sound[k : k + n] += frames[:, k]
        weight[k : k + n] += squares[k]
    sound /= np.maximum(weight, 1e-11)
    return sound.reshape(-1)[_SIZE // 2 :][: n * _HOP].astype(np.float32)


def wav_file(sound: np.ndarray) -> bytes:
    """Return a sound as a WAV file of 16 bits.

    Parameters
    ----------
    sound : ndarray of shape (n_samples,)
        24,000 samples a second; what is beyond -1 and 1 is cut off.
    """
    samples = (np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes()
    # By hand, since the page's Python comes without the module wave: PCM, one channel, 2 bytes a sample.
    kind = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    parts = b"WAVE" + kind + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(parts)) + parts
