"""What a training of another size takes: published ones with their sources, and a sum for any other.

Comments beside the numbers name public text in which each was found again on 2026-11-28, as a check on the source
that is cited; "not found again" where there was none.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from elmweb.exceptions import SettingsError
from elmweb.formatting import quantity

__all__ = ["CHIPS", "PUBLISHED", "UTILIZATION", "Chip", "Published", "training_cost"]

UTILIZATION = 0.4
"""Assumed share of the peak that a training gets; published: 0.38 to 0.43 (Llama 3), 0.46 (PaLM)."""
# Llama 3: aiportalx.com/meta-ai/llama-3.1-8b. PaLM: not found again.

_HOUR, _LARGEST = 3_600.0, 1e30


@dataclass(frozen=True)
class Published:
    """A training whose cost was published.

    Parameters
    ----------
    id, name : str
        Id, and displayed name.
    flops : float
        Floating-point operations.
    how : str
        Where these come from.
    hardware : str
        What it ran on.
    hours : float or None
        From start to end; None where only the sum over all chips is published.
    chip_hours : float
        Hours of all chips together.
    kwh : float
        Energy.
    energy_from : str
        How that energy is known.
    source : str
        The publication.
    """

    id: str
    name: str
    flops: float
    how: str
    hardware: str
    hours: float | None
    chip_hours: float
    kwh: float
    energy_from: str
    source: str


PUBLISHED = (
    Published(
        id="resnet50",
        name="ResNet-50 on ImageNet",
        # 3.8e9: iq.opengenus.org/resnet50-architecture. 256 P100, an hour, nearly 1.3 million images:
        # developer.nvidia.com/facebook-trains-imagenet-1-hour. 300 W: huggingface.co/hardware/p100.
        flops=3 * 2 * 3.8e9 * 1.28e6 * 90,
        how="3.8 billion multiply-adds an image (He and others, 2016, table 1), 1.28 million images, "
        "90 times, three passes each",
        hardware="256 Tesla P100",
        hours=1.0,
        chip_hours=256.0,
        kwh=256 * 0.3,
        energy_from="at the 300 W that NVIDIA states for a Tesla P100",
        source="Goyal and others (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, arXiv:1706.02677",
    ),
    Published(
        id="gpt3",
        name="GPT-3, 175 billion parameters",
        # 3.14e23: aiportalx.com/openai/gpt-3-175b-davinci (table D.1), ai-papers.xuzou.cn/papers/gpt3_2020.
        # 1,287 MWh: basf.com/.../can-ai-fix-the-planet. 405 years of one V100, which is 14.8 days of 10,000:
        # pastenow.net, beyond-the-code.
        flops=3.14e23,
        how="published",
        hardware="10,000 V100",
        hours=14.8 * 24,
        chip_hours=14.8 * 24 * 10_000,
        kwh=1_287_000.0,
        energy_from="published",
        source="Patterson and others (2021), Carbon emissions and large neural network training, arXiv:2104.10350, "
        "table 4; operations: Brown and others (2020), arXiv:2005.14165, table D.1",
    ),
    Published(
        id="llama2-70b",
        name="Llama 2, 70 billion parameters",
        # Tokens, chip hours, 400 W: aiportalx.com/meta-ai/llama-2-70b, ai-papers.xuzou.cn/papers/llama2_2023; the
        # latter has the cap of 350 W on one of two clusters, so that the energy is an upper bound.
        flops=6 * 70e9 * 2e12,
        how="6 operations a parameter and token, 2 trillion tokens",
        hardware="A100, 80 GB",
        hours=None,
        chip_hours=1_720_320.0,
        kwh=1_720_320 * 0.4,
        energy_from="at most: at the 400 W a chip of the paper's table; one of its two clusters was held to 350 W",
        source="Touvron and others (2023), Llama 2: open foundation and fine-tuned chat models, arXiv:2307.09288, "
        "table 2",
    ),
)
"""Trainings with a published cost, the smallest first."""


@dataclass(frozen=True)
class Chip:
    """A graphics card of a data centre.

    Parameters
    ----------
    id, name : str
        Id, and displayed name.
    peak : float
        Operations a second in 16-bit floats with tensor cores, without sparsity, by its maker's data sheet.
    watts : float
        Largest power by the data sheet.
    """

    id: str
    name: str
    peak: float
    watts: float


# V100 and P100: maosong.website/p/nvidia-gpu-specs. A100: glennklockwood.com/garden/processors/A100, from the sheet.
# H100: glennklockwood.com/garden/processors/h100, archive-lib.hpctech.co.jp/gpuproduct/nvidia-h100.html (1,979 with
# sparsity, half of it without).
CHIPS = (
    Chip("v100", "NVIDIA V100 SXM2 (125 TFLOP/s, 300 W)", 125e12, 300.0),
    Chip("a100", "NVIDIA A100 SXM (312 TFLOP/s, 400 W)", 312e12, 400.0),
    Chip("h100", "NVIDIA H100 SXM (989 TFLOP/s, 700 W)", 989e12, 700.0),
)
"""Chips by NVIDIA's data sheets."""


def training_cost(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what a training takes.

    Parameters
    ----------
    asked : dict
        ``published``, the id of one; or ``parameters`` and ``examples`` (tokens or rows, those seen again counted
        again), for 6 operations each. ``chip`` and ``n_chips``. ``flops_here``, the operations a second of a network
        on this device, or None.

    Returns
    -------
    dict
        ``flops``, ``chip_hours``, ``hours`` on so many chips, ``kwh``, ``here_seconds`` (None without `flops_here`),
        ``published`` (a :class:`Published` as a dict, or None), ``utilization``.

    Raises
    ------
    SettingsError
        A number is missing or out of its bounds.

    Examples
    --------
    >>> cost = training_cost({"parameters": 1e9, "examples": 1e9, "chip": "a100", "n_chips": 8})
    >>> round(cost["flops"] / 1e18), round(cost["chip_hours"], 1), round(cost["kwh"], 1)
    (6, 13.4, 5.3)
    """
    published = None
    if asked.get("published"):
        published = next((one for one in PUBLISHED if one.id == asked["published"]), None)
        if published is None:
            raise SettingsError(
                "There is no such training.", rule="one of " + ", ".join(one.id for one in PUBLISHED),
                value=str(asked["published"]),
            )  # fmt: skip
        flops = published.flops
    else:
        flops = 6.0 * _positive(asked, "parameters") * _positive(asked, "examples")
    chip = next((one for one in CHIPS if one.id == asked.get("chip")), None)
    if chip is None:
        raise SettingsError(
            "There is no such chip.", rule="one of " + ", ".join(one.id for one in CHIPS), value=str(asked.get("chip"))
        )
    n_chips = _positive(asked, "n_chips")
    chip_hours = flops / (chip.peak * UTILIZATION) / _HOUR
    here = asked.get("flops_here")
    return {
        "flops": flops,
        "chip_hours": chip_hours,
        "hours": chip_hours / n_chips,
        "kwh": chip_hours * chip.watts / 1_000,
        "here_seconds": flops / here if here else None,
        "published": None if published is None else asdict(published),
        "utilization": UTILIZATION,
    }


def _positive(asked: dict[str, Any], name: str) -> float:
    """Return a number above 0, or raise an error that names it."""
    value, words = asked.get(name), name.replace("n_chips", "number of chips")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LARGEST:
        raise SettingsError(
            f"The {words} cannot be {value}.", rule=f"a number above 0, at most {quantity(_LARGEST)}", value=str(value)
        )
    return float(value)
