"""The registry: every exercise is a file whose name is its id, in the folder of its lesson.

    autograder/exercises/l01_unrolling/rnn_step.py     EXERCISE   -> load("rnn_step")
    autograder/exercises/l01_unrolling/questions.py    QUESTIONS  -> load("unrolling_parameters")

The lesson l01_unrolling is the notebook 01_unrolling. A file whose name begins with _ holds what
others import, such as the many mistakes of one exercise.
"""

from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from autograder.exercise import Exercise
from rnn_core import embedding, linear

# Tools of every lesson: no exercise is about them.
TOOLS = (embedding.one_hot, linear.forward)


@cache
def _modules() -> dict[str, str]:
    """Exercise id -> module, without importing an exercise that nobody asked for."""
    return {
        module.name: f"{__name__}.{lesson.name}.{module.name}"
        for lesson in iter_modules(__path__)
        for module in iter_modules([f"{__path__[0]}/{lesson.name}"])
        if module.name != "questions" and not module.name.startswith("_")
    }


@cache
def _questions() -> dict[str, tuple[str, Exercise]]:
    """Question id -> its module and the question."""
    found = {}
    for lesson in iter_modules(__path__):
        if any(m.name == "questions" for m in iter_modules([f"{__path__[0]}/{lesson.name}"])):
            module = f"{__name__}.{lesson.name}.questions"
            found |= {id: (module, q) for id, q in import_module(module).QUESTIONS.items()}
    return found


def ids(lesson: str | None = None) -> list[str]:
    """All ids, or those of one lesson such as "01_unrolling", in the order of the lessons."""
    where = _modules() | {id: module for id, (module, _) in _questions().items()}
    return [id for id, module in where.items() if lesson in (None, _lesson(module))]


@cache
def load(id: str) -> Exercise:
    """The exercise with this id. Raises ValueError for an unknown one, with the nearest known."""
    if id in _modules():
        module = _modules()[id]
        exercise = import_module(module).EXERCISE
    elif id in _questions():
        module, exercise = _questions()[id]
    else:
        near = get_close_matches(str(id), ids(), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"there is no exercise {id!r}{hint}")
    return replace(exercise, id=id, lesson=_lesson(module), allowed=(*exercise.allowed, *TOOLS))


def file_of(id: str) -> Path:
    """The file that defines an exercise."""
    module = _modules().get(id) or _questions()[id][0]
    return Path(import_module(module).__file__)


def _lesson(module: str) -> str:
    return module.split(".")[-2].removeprefix("l")
