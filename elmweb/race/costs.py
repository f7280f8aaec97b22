"""What a training of another size takes: published ones with their sources, and a sum for any other.

Comments beside the numbers name public text in which each was found again on 2026-11-28, as a check on the source
that is cited; "not found again" where there was none.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from elmweb.exceptions import SettingsError
from elmweb.formatting import quantity
from elmweb.words.engine import common, race_costs as words

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
    id : str
        Its id, by which :mod:`elmweb.words.engine.race_costs` has its name, its hardware, and where the numbers are
        from.
    flops : float
        Floating-point operations.
    hours : float or None
        From start to end; None where only the sum over all chips is published.
    chip_hours : float
        Hours of all chips together.
    kwh : float
        Energy.
    """

    id: str
    flops: float
    hours: float | None
    chip_hours: float
    kwh: float

    @property
    def name(self) -> str:
        """Displayed name."""
        return words.PUBLISHED[self.id]["name"]


PUBLISHED = (
    Published(
        id="resnet50",
        # 3.8e9: iq.opengenus.org/resnet50-architecture. 256 P100, an hour, nearly 1.3 million images:
        # developer.nvidia.com/facebook-trains-imagenet-1-hour. 300 W: huggingface.co/hardware/p100.
        flops=3 * 2 * 3.8e9 * 1.28e6 * 90,
        hours=1.0,
        chip_hours=256.0,
        kwh=256 * 0.3,
    ),
    Published(
        id="gpt3",
        # 3.14e23: aiportalx.com/openai/gpt-3-175b-davinci (table D.1), ai-papers.xuzou.cn/papers/gpt3_2020.
        # 1,287 MWh: basf.com/.../can-ai-fix-the-planet. 405 years of one V100, which is 14.8 days of 10,000:
        # pastenow.net, beyond-the-code.
        flops=3.14e23,
        hours=14.8 * 24,
        chip_hours=14.8 * 24 * 10_000,
        kwh=1_287_000.0,
    ),
    Published(
        id="llama2-70b",
        # Tokens, chip hours, 400 W: aiportalx.com/meta-ai/llama-2-70b, ai-papers.xuzou.cn/papers/llama2_2023; the
        # latter has the cap of 350 W on one of two clusters, so that the energy is an upper bound.
        flops=6 * 70e9 * 2e12,
        hours=None,
        chip_hours=1_720_320.0,
        kwh=1_720_320 * 0.4,
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
            rule = common.one_of([one.id for one in PUBLISHED])
            raise SettingsError(words.NO_SUCH_TRAINING, rule=rule, value=str(asked["published"]))
        flops = published.flops
    else:
        flops = 6.0 * _positive(asked, "parameters") * _positive(asked, "examples")
    chip = next((one for one in CHIPS if one.id == asked.get("chip")), None)
    if chip is None:
        rule = common.one_of([one.id for one in CHIPS])
        raise SettingsError(words.NO_SUCH_CHIP, rule=rule, value=str(asked.get("chip")))
    n_chips = _positive(asked, "n_chips")
    chip_hours = flops / (chip.peak * UTILIZATION) / _HOUR
    here = asked.get("flops_here")
    return {
        "flops": flops,
        "chip_hours": chip_hours,
        "hours": chip_hours / n_chips,
        "kwh": chip_hours * chip.watts / 1_000,
        "here_seconds": flops / here if here else None,
        "published": None if published is None else asdict(published) | words.PUBLISHED[published.id],
        "utilization": UTILIZATION,
    }


def _positive(asked: dict[str, Any], name: str) -> float:
    """Return a number above 0, or raise an error that names it."""
    value = asked.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LARGEST:
        rule = words.number_allowed(quantity(_LARGEST))
        raise SettingsError(words.number_refused(name, str(value)), rule=rule, value=str(value))
    return float(value)
