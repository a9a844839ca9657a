"""The shipped data are the documented ones, and say what the README says of them."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from rnn_core import data

FOLDER = Path(data.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["digits.npz", "sunspots.csv"])
def test_file_has_the_sha256_of_the_readme(name):
    row = next(line for line in README.splitlines() if line.startswith(f"| `{name}`"))
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() in row


def test_every_data_file_is_documented():
    files = {path.name for path in FOLDER.iterdir() if path.suffix in {".npz", ".csv"}}
    assert files == {"digits.npz", "sunspots.csv"}


def test_digits():
    images, labels = data.digits()
    assert images.shape == (1797, 8, 8) and images.dtype == np.float64
    assert labels.shape == (1797,) and labels.dtype == np.int64
    assert images.min() == 0 and images.max() == 1
    # UCI's own count of the test set, digit by digit.
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_sunspots():
    years, counts = data.sunspots()
    assert years.tolist() == list(range(1700, 2009)) and years.dtype == np.int64
    assert counts.shape == (309,) and counts.dtype == np.float64
    assert (counts >= 0).all()
    # The series is known for its highest maximum, in 1957, and its cycle of about 11 years.
    assert years[counts.argmax()] == 1957
    spectrum = np.abs(np.fft.rfft(counts - counts.mean()))
    assert 10 < 309 / spectrum.argmax() < 12
