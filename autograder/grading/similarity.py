"""Who wrote nearly the same as somebody else, or as rnn_core. For the instructor to look at.

copydetect compares programs by their structure, so other names and comments hide nothing. What the
released notebook holds is nobody's. A short answer has few ways to be written: this is a reason to
look, not a proof, and changes no grade.
"""

import io
from dataclasses import dataclass
from itertools import combinations, groupby
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


@dataclass(frozen=True)
class Group:
    """Those who are alike: each to some other of them, or each to rnn_core."""

    members: tuple[str, ...]
    where: str
    low: float
    high: float


def alike(notebooks: dict[str, str], released: str) -> list[Group]:
    """Student -> notebook; groups whose answers are nearly alike, and those like rnn_core."""
    return grouped(pairs_alike(notebooks, released))


def grouped(pairs: list[Pair]) -> list[Group]:
    """Twenty who share one text are one line to read, not 190 pairs; the largest groups first."""
    found = []
    for where, those in groupby(sorted(pairs, key=lambda p: p.where), key=lambda p: p.where):
        parts = []  # members, shares
        for pair in those:
            members, shares = {pair.one, pair.other}, [pair.share]
            apart = []
            for part in parts:
                if members.isdisjoint(part[0]):
                    apart.append(part)
                else:
                    members, shares = members | part[0], shares + part[1]
            parts = [*apart, (members, shares)]
        found += [Group(tuple(sorted(m)), where, min(s), max(s)) for m, s in parts]
    return sorted(found, key=lambda group: (-len(group.members), -group.high))


def pairs_alike(notebooks: dict[str, str], released: str) -> list[Pair]:
    """The pairs of students that are most alike, and answers that are like rnn_core."""
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
    return [pair for pair in found if pair.share >= ALIKE]


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
