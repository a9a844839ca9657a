"""Results by key, so that nothing is graded twice and nothing is lost.

A result is the graded notebook, and what is to be known of it at a glance: its
`metadata.autograder`, in a file of its own.
"""

import json
import os
from pathlib import Path


class Store:
    def __init__(self, root: Path):
        self.folder = Path(root) / ".autograder" / "results"

    def about(self, key: str) -> dict | None:
        """What is known of a result, or None where there is none."""
        path = self.folder / f"{key}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def notebook(self, key: str) -> str:
        return (self.folder / f"{key}.ipynb").read_text(encoding="utf-8")

    def put(self, key: str, notebook: str, about: dict):
        """All of it or nothing, whenever this process ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for suffix, text in ((".ipynb", notebook), (".json", json.dumps(about))):
            partial = self.folder / f"{key}.{os.getpid()}"
            partial.write_text(text, encoding="utf-8")
            partial.replace(self.folder / f"{key}{suffix}")
