"""Submissions of lesson 02 per minute: nbgrader as it comes, and `autograder grade`.

The same hundred notebooks: right ones in several styles, and every mistake that the checks know.
`autograder grade` does them all. nbgrader as it comes runs each of them in full, one after the
other, which takes an hour; unless BENCH_ALL is set, its rate is taken from the first few.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from tqdm import tqdm
from traitlets.config import Config

from autograder.demo import Student, hand_in, is_question
from autograder.exercises import ids, load
from autograder.grading.api import nbgrader_api

ROOT = Path(__file__).parents[1]
LESSON = "02_bptt"
COUNT, SAMPLE = 100, 4
BIN = Path(sys.executable).parent


def table():
    """->  title, header, rows of text."""
    course = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    names = make_class(course)
    start = perf_counter()
    subprocess.run(
        [BIN / "autograder", "grade", LESSON], cwd=course, check=True, stdout=subprocess.DEVNULL
    )
    ours = 60 * COUNT / (perf_counter() - start)
    start = perf_counter()
    subprocess.run(
        [BIN / "autograder", "grade", LESSON], cwd=course, check=True, stdout=subprocess.DEVNULL
    )
    again = perf_counter() - start

    some = names if os.environ.get("BENCH_ALL") else names[:SAMPLE]
    start = perf_counter()
    for name in tqdm(some, desc="nbgrader", unit="notebook", leave=False):
        done = stock(course).autograde(LESSON, name)
        assert done["success"], done["error"]
    theirs = 60 * len(some) / (perf_counter() - start)
    shutil.rmtree(course)
    rows = [
        ["nbgrader autograde", str(len(some)), f"{theirs:.1f}", "1"],
        ["autograder grade", str(COUNT), f"{ours:.0f}", f"{ours / theirs:.0f}"],
        [
            "… once more, nothing changed",
            str(COUNT),
            f"{60 * COUNT / again:.0f}",
            f"({again:.1f} s)",
        ],
    ]
    title = f"Grading lesson 02 on {os.cpu_count()} cores, sandbox on (aim: 10 times nbgrader)"
    return title, ["", "notebooks", "a minute", "ratio"], rows


def make_class(course: Path) -> list[str]:
    """Hands in COUNT different notebooks and returns who did."""
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "solutions" / LESSON, course / "solutions" / LESSON)
    assert nbgrader_api(course).generate_assignment(LESSON)["success"]
    functions = [load(id) for id in ids(LESSON) if not is_question(id)]
    answers = [{e.id: answer} for e in functions for answer in e.correct]
    answers += [{e.id: mistake.answer} for e in functions for mistake in e.misconceptions]
    names = [f"student_{k:03d}" for k in range(COUNT)]
    for name, answer in zip(names, islice(cycle(answers), COUNT), strict=False):
        hand_in(course, Student(name, (LESSON,), answer), LESSON)
    return names


def stock(course: Path):
    """nbgrader with its own preprocessors, and its own time limit long enough for the lesson."""
    api = nbgrader_api(course)
    for name in ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors"):
        del api.config.Autograde[name]
    api.config.merge(Config(Execute={"timeout": 300}, CourseDirectory={"root": str(course)}))
    return type(api)(config=api.config)


if __name__ == "__main__":
    from benchmarks.__main__ import aligned

    title, header, rows = table()
    print(title, aligned([header, *rows]), sep="\n\n")
