"""``python -m buildsteps.clothes``: write the photos of clothes of the Learn page, a part of Fashion-MNIST."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from buildsteps.deep.data import read_fashion

OUT = Path(__file__).parents[1] / "web" / "samples" / "clothes" / "clothes.npz"
LEARN, JUDGE = 20, 60  # of each of ten kinds


def clothes() -> dict[str, np.ndarray]:
    """Return photos to learn from, of the 60,000 training photos, and others to judge by, of the 10,000 test photos.

    Returns
    -------
    dict
        ``learn`` and ``judge`` (10, n, 784) of bytes: of each kind, in the order of its number, the first there are.
    """
    images = read_fashion()
    parts = {"learn": (images.X_train, images.y_train, LEARN), "judge": (images.X_test, images.y_test, JUDGE)}
    return {
        name: np.stack([X.numpy().reshape(len(X), -1)[np.flatnonzero(y.numpy() == kind)[:n]] for kind in range(10)])
        for name, (X, y, n) in parts.items()
    }


if __name__ == "__main__":
    OUT.parent.mkdir(parents=True, exist_ok=True)
    made = clothes()
    np.savez_compressed(OUT, learn=made["learn"], judge=made["judge"])
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")
