"""Small real data, read from the files beside this one, and `tasks`, which are generated.

Origin, licence and sha256 of each file: README.md in this folder. What made them: make.py.
"""

from pathlib import Path

import numpy as np

_FOLDER = Path(__file__).parent


def digits():
    """-> images (1797, 8, 8) float64 in [0, 1], labels (1797,) int64 in 0..9.

    Handwritten digits; row 0 of an image is its top, 1 is full ink.
    """
    with np.load(_FOLDER / "digits.npz", allow_pickle=False) as file:
        return file["images"] / 16, file["labels"].astype(np.int64)


def sunspots():
    """-> years (309,) int64, 1700 to 2008; counts (309,) float64, yearly mean sunspot number."""
    years, counts = np.loadtxt(_FOLDER / "sunspots.csv", delimiter=",", skiprows=1, unpack=True)
    return years.astype(np.int64), counts
