"""What the Markdown files promise is there, and the example in CONTRIBUTING.md works."""

import re
from pathlib import Path

import numpy as np
import pytest

from autograder.build import lesson_names
from autograder.check import verdict
from autograder.gate import rows
from autograder.trial import Trial

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), ROOT / "rnn_core" / "data" / "README.md"]
EXAMPLES = re.findall(
    r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S
)


def run(example):
    names = {"np": np, "check": lambda *_: None}
    exec(example, names)
    return names


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_readme_links_the_lessons_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"\(course/(\w+)/\1\.ipynb\)", text))) == lesson_names(ROOT)


def test_the_example_exercise_passes_the_gate():
    exercise = run(EXAMPLES[0])["EXERCISE"]
    assert [row for seed in range(3) for row in rows(exercise, seed) if not row.ok] == []


def test_the_example_solution_is_right():
    exercise, solution = run(EXAMPLES[0])["EXERCISE"], run(EXAMPLES[1])["leaky_sum"]
    assert verdict(Trial(exercise, 0), solution).status == "right"


def test_the_example_question_passes_the_gate():
    exercise = run(EXAMPLES[2])["QUESTIONS"]["start_leak"]
    assert [row for row in rows(exercise, 0) if not row.ok] == []
    assert verdict(Trial(exercise, 0), run(EXAMPLES[3])["answer_leak"]).status == "right"
