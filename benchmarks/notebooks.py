"""Seconds per lesson: the instructors' notebook from top to bottom in a fresh kernel."""

from pathlib import Path
from time import perf_counter

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm

LESSONS = Path(__file__).parents[1] / "solutions"


def table():
    """->  title, header, rows of text."""
    rows = []
    for path in tqdm(sorted(LESSONS.glob("*/*.ipynb")), desc="notebooks", leave=False):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=300,
            extra_arguments=["--log-level=ERROR"],  # not that it listens on a port
            resources={"metadata": {"path": str(path.parent)}},
        )
        start = perf_counter()
        client.execute()
        rows.append([path.stem, f"{perf_counter() - start:.1f} s"])
    return "Run of a notebook, kernel start included (aim: 30 s)", ["lesson", "time"], rows
