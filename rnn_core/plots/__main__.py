"""python -m rnn_core.plots --gallery FOLDER: figures of the CMU lecture, reproduced, as PNG."""

import argparse
from pathlib import Path

from tqdm import tqdm

from . import depth, recursions
from .picture import png

GALLERY = {  # file name -> a function that makes the figure
    "linear_responses": recursions.linear_responses,
    "complex_responses": recursions.complex_responses,
    "scalar_activations": recursions.scalar_activations,
    "vector_activations": recursions.vector_activations,
    "multi_tap_responses": recursions.multi_tap_responses,
    "nineteen_layers": depth.nineteen_layers,
}


def write_gallery(folder):
    """Writes every figure of GALLERY to the folder, with its alternative text beside it."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in tqdm(GALLERY.items(), desc="gallery", unit="figure"):
        picture = draw()
        (folder / f"{name}.png").write_bytes(png(picture))
        (folder / f"{name}.txt").write_text(picture.alt + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(prog="python -m rnn_core.plots", description=__doc__)
    parser.add_argument("--gallery", metavar="FOLDER", required=True)
    write_gallery(parser.parse_args().gallery)


if __name__ == "__main__":
    main()
