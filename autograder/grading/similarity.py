"""Who wrote nearly the same as somebody else, or as rnn_core. For the instructor to look at.

copydetect compares programs by their structure, so other names and comments hide nothing. What the
released notebook holds is nobody's. A short answer has few ways to be written: this is a reason to
look, not a proof, and changes no grade.
"""

import io
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import nbformat
from copydetect import CodeFingerprint, compare_files
from tqdm import tqdm

import rnn_core
from autograder.grading.needed import is_answer

ALIKE = 0.75  # of one's structure is in the other; independent answers share less than half
K, WINDOW = 25, 5  # copydetect's: shortest match, and how densely it looks
FEWEST = 150  # characters of structure, below which nothing can be said
LONGEST = 20_000  # characters of a cell
COURSE = "rnn_core"


@dataclass(frozen=True)
class Pair:
    one: str
    other: str
    share: float
    where: str  # an exercise, or all answers


def alike(notebooks: dict[str, str], released: str) -> list[Pair]:
    """Student -> notebook; the pairs that are most alike, and answers that are like rnn_core."""
    boilerplate = fingerprint("\n\n".join(answers_in(released).values())).hashes
    own = "\n".join(path.read_text() for path in Path(rnn_core.__file__).parent.glob("*.py"))
    course = fingerprint(own, boilerplate)
    found, prints = [], {}
    for student, text in notebooks.items():
        answers = answers_in(text)
        prints[student] = fingerprint("\n\n".join(answers.values()), boilerplate)
        for exercise, answer in answers.items():
            share = overlap(fingerprint(answer, boilerplate), course)
            found.append(Pair(student, COURSE, share, exercise))
    pairs = list(combinations(prints.items(), 2))
    for (one, first), (other, second) in tqdm(pairs, desc="similarity", unit="pair", leave=False):
        share = max(overlap(first, second), overlap(second, first))
        found.append(Pair(one, other, share, "all answers"))
    return sorted((pair for pair in found if pair.share >= ALIKE), key=lambda pair: -pair.share)


def overlap(one: CodeFingerprint, other: CodeFingerprint) -> float:
    """How much of the structure of one is in the other, from 0 to 1."""
    if one.token_coverage < FEWEST or not len(one.hashes & other.hashes):
        return 0.0
    return float(min(1, compare_files(one, other)[1][0]))


def fingerprint(code: str, boilerplate=()) -> CodeFingerprint:
    return CodeFingerprint(
        "", K, WINDOW, list(boilerplate), language="python", fp=io.StringIO(code)
    )


def answers_in(notebook: str) -> dict[str, str]:
    cells = nbformat.reads(notebook, as_version=4).cells
    return {c.id.removeprefix("answer-"): c.source[:LONGEST] for c in cells if is_answer(c)}
