"""What a report says, in sentences."""

import inspect
import re

import numpy as np

from autograder import compare
from autograder.exercise import GATES, Case, Exercise
from autograder.outcome import Trouble
from autograder.trial import Unit

WHOLE = {"", *map("".join, GATES.values())}
MUCH = 10  # a share beyond it is not told in digits
NEARLY = 0.02  # so far from it, an answer to a question is called close


def nothing(exercise: Exercise, trouble: Trouble) -> str:
    """Why nothing of an answer could be tried."""
    unwritten = re.fullmatch(r"Write (\w+) here\.", trouble.message)
    if unwritten and unwritten[1] != exercise.id:
        return f"`{unwritten[1]}`, which it calls, is still to be written"
    return trouble.message


def trouble(exercise: Exercise, case: Case, trouble: Trouble) -> str:
    """Why a call gave no result, where, and what it was called with."""
    text = f"{case.part}: {stopped(trouble.message, trouble.line)}"
    if trouble.kind == "time":
        text += ": is there a loop that never ends?"
    given = shapes(exercise, case)
    return text + (f"  (given: {given})" if given and trouble.kind == "error" else "")


def stopped(message: str, line: str) -> str:
    """Why a call stopped, and where; NumPy's most frequent complaint without its signature."""
    sizes = re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", message)
    if sizes:
        message = f"a product with @ whose inner sizes differ, {sizes[2]} and {sizes[1]}"
    return f"{message}, in the line  `{line}`" if line else message


def shapes(exercise: Exercise, case: Case) -> str:
    """The shapes of a case's arguments: "x (3, 2), params.Wx (2, 4)"."""
    found = []
    for name, arg in zip(inspect.signature(exercise.reference).parameters, case.args, strict=False):
        if isinstance(arg, np.ndarray):
            found.append(f"{name} {arg.shape}")
        elif hasattr(arg, "_fields"):
            found += [
                f"{name}.{field} {item.shape}"
                for field, item in zip(arg._fields, arg, strict=True)
                if isinstance(item, np.ndarray)
            ]
    return ", ".join(found)


def exactness(units: list[Unit]) -> str:
    """How exactly what is right had to be, where that is not plain."""
    allowed = [unit.tolerance for unit in units if unit.want.dtype.kind in "fc"]
    return f" (to {percent(max(allowed))})" if allowed else ""


def wrong(unit: Unit, is_question: bool) -> str:
    """What is wrong with an output."""
    name, got, want = unit.name, unit.got.array, unit.want
    if got is None:
        return unit.got.why
    if not unit.fits:
        return compare.shape_problem([name], got, want, unit.axes)
    if is_question:
        return _not_the_answer(got, want)
    if "U" in (want.dtype.kind, got.dtype.kind):
        return f"`{name}` is not the right word"
    worst, allowed = unit.off.max(), percent(unit.tolerance)
    count = f"{np.count_nonzero(unit.off)} of {want.size} entries"
    if want.dtype.kind in "iu" and want.size > 1:
        return f"`{name}`: {count} are wrong"
    if not np.isfinite(worst) and np.all(np.isfinite(got)):
        return f"`{name}` is finite, where it must be infinite"
    if not np.isfinite(worst):
        return _not_finite(name, got[(unit.off > 0) & ~np.isfinite(got)], want)
    if want.size == 1:
        exact = "" if want.dtype.kind in "iu" else f" ({allowed} allowed)"
        return f"`{name}` is off by {percent(worst)}{exact}"
    return f"`{name}`: {count} are off, by {_up_to(worst)} of its largest entry ({allowed} allowed)"


def all_wrong(units: dict[str, Unit]) -> str:
    """What is wrong with several outputs, by name."""
    text = f"{listed(units)} wrong"
    fits = all(unit.fits and unit.want.dtype.kind in "fc" for unit in units.values())
    worst = max(unit.off.max(initial=0.0) for unit in units.values()) if fits else np.inf
    return f"{text}, by {_up_to(worst)}" if np.isfinite(worst) else text


def _not_finite(name: str, bad: np.ndarray, want: np.ndarray) -> str:
    kinds = {"NaN": np.isnan(bad).any(), "infinite": np.isinf(bad).any()}
    kind = " or ".join(kind for kind, found in kinds.items() if found)
    if want.size > 1:
        return f"`{name}` is {kind} in {bad.size} of {want.size} entries"
    return f"`{name}` is {kind}" + (", where it must be infinite" if np.isinf(want) else "")


def _not_the_answer(got: np.ndarray, want: np.ndarray) -> str:
    """Of a wrong answer to a question."""
    if want.dtype.kind == "U" and len(compare.word(got)) > len(compare.word(want)) == 1:
        return "one letter is asked for"
    if want.dtype.kind == "f":
        return _nearly(float(got), float(want))
    return "this is not the answer"


def _nearly(got: float, want: float) -> str:
    """Of a wrong number."""
    if np.isnan(got):
        return "this is NaN, not a number: which step makes it so?"
    if abs(got - want) > NEARLY * abs(want):
        return "this is not the answer"
    digits = len(f"{abs(got):.12g}".replace(".", "").strip("0"))
    rounded = float(f"{want:.{max(digits, 1)}g}") == float(f"{got:.12g}")
    return "right as far as it goes: give more digits" if rounded else "close: be more exact"


def _up_to(worst: float) -> str:
    return percent(worst) if worst > MUCH else f"up to {percent(worst)}"


def percent(share: float) -> str:
    """0.25 -> "25 %", 0.00001 -> "0.001 %"."""
    if share > MUCH:
        return f"more than {100 * MUCH} %"
    if share >= 0.1:
        return f"{100 * share:.0f} %"
    return np.format_float_positional(100 * share, precision=1, fractional=False, trim="-") + " %"


def listed(names) -> str:
    """Names in backticks; the gates' parts of one output, dWx[i] and dWx[f], as dWx[i, f].

    All of them are the output itself.
    """
    parts = {}  # output -> its gates
    for name in names:
        output, _, gate = name.rstrip("]").partition("[")
        parts.setdefault(output, []).append(gate)
    return ", ".join(
        f"`{output}`" if "".join(gates) in WHOLE else f"`{output}[{', '.join(gates)}]`"
        for output, gates in parts.items()
    )
