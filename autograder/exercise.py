"""What an exercise is: data that the judge, the gate and the build read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

AXES = {
    "T": "time step",
    "N": "sequence",
    "D": "input",
    "H": "hidden unit",
    "V": "output",
    "K": "entry",
}
# Axes that gates share: what belongs to each of them is judged, and named, by itself.
GATES = {"4H": "ifgo", "3H": "rzn", "3": "ifo"}
STAGES = ("values", "gradient", "edge cases")


@dataclass(frozen=True)
class Case:
    """One call of the answer, and what is right for it.

    stage      "values", "gradient" or "edge cases"
    part       what this call tries, in a student's words: "with a previous state"
    args       arrays, numbers, strings, None and (named) tuples, lists or dicts of them
    expected   the right result, where it is not what the reference returns
    tolerance  largest allowed error relative to the largest expected entry, where it is not
               the one that follows from dtype and size
    """

    stage: str
    part: str
    args: tuple
    expected: Any = None
    tolerance: float | None = None


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that learners really write, and one sentence that names its idea.

    Those that no case can tell apart share a `group`. One that is true only as a whole, such as
    "two results exchanged", is `whole`: an answer that has some of its outputs right, or wrong in
    another way, is not called that. Any other may show in some of the outputs only, and the
    report says in which.
    """

    name: str
    hint: str
    answer: Callable
    group: str | None = None
    whole: bool = False


@dataclass(frozen=True)
class Exercise:
    """One graded exercise. The registry adds `id` and `lesson` from where its file lies.

    points          points of each stage, in the order in which they are reported
    returns         name -> axis symbols of each output, in the order in which they are returned;
                    {"dWx": ("D", "4H")} is judged as dWx[i], dWx[f], dWx[g] and dWx[o]; an axis
                    of another length than its letter's says so: "T − washout"
    reference       the right answer
    cases           rng -> list of Case
    misconceptions  wrong answers that are named
    correct         right answers in other styles; the gate holds that they get full marks
    allowed         functions of rnn_core that an answer may call
    adapt           answer -> the same as a function of plain arguments, where answers take a
                    function: cases carry its name, adapt looks it up. The reference, the
                    misconceptions and the correct answers take the function itself, as a
                    learner's answer does.
    is_question     the answer is a value, not a function
    """

    points: dict[str, float]
    returns: dict[str, tuple[str, ...]]
    reference: Callable
    cases: Callable[[np.random.Generator], Sequence[Case]]
    misconceptions: tuple[Misconception, ...]
    correct: tuple[Callable, ...]
    allowed: tuple[Callable, ...] = ()
    adapt: Callable[[Callable], Callable] | None = None
    is_question: bool = False
    id: str = ""
    lesson: str = ""

    def __post_init__(self):
        unknown = set(self.points) - set(STAGES)
        if unknown:
            raise ValueError(f"points names {sorted(unknown)}; the stages are {STAGES}")

    def on_plain_arguments(self, answer: Callable) -> Callable:
        """The answer as a function of a case's arguments."""
        return self.adapt(answer) if self.adapt else answer

    def handed_in(self, known: Callable):
        """A known answer as a learner hands it in: those to a question are kept as functions."""
        return known() if self.is_question else known

    @property
    def total(self) -> float:
        return sum(self.points.values())


def question(answer, wrong: dict, points: float = 1, tolerance: float | None = None) -> Exercise:
    """A closing question whose answer is one number or one word.

    wrong maps the wrong answers that learners give to the sentence each of them gets.
    A whole number must be met exactly; any other to a relative `tolerance`, 1e-3 unless given.
    """
    if tolerance is None:
        tolerance = 1e-9 if isinstance(answer, int | str) else 1e-3
    if isinstance(answer, str):
        spellings = (answer.upper(), answer.lower(), f" {answer} ")
    else:
        spellings = (float(answer), np.float64(answer), np.array(answer))
    return Exercise(
        points={"values": points},
        returns={"answer": ()},
        reference=lambda: answer,
        cases=lambda rng: [Case("values", "your answer", (), tolerance=tolerance)],
        misconceptions=tuple(
            Misconception(f"answered {value}", hint, lambda value=value: value)
            for value, hint in wrong.items()
        ),
        correct=tuple(lambda spelling=spelling: spelling for spelling in spellings),
        is_question=True,
    )
