"""Calls an answer, and keeps what came of it as plain data that could cross a process boundary."""

from __future__ import annotations

import contextlib
import inspect
import io
import linecache
import os
import signal
import sys
import threading
import traceback
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import rnn_core

if TYPE_CHECKING:  # the registry does not come along when this runs in another process
    from autograder.exercise import Case, Exercise

RNN_CORE = os.path.dirname(rnn_core.__file__) + os.sep
ALWAYS_ALLOWED = (RNN_CORE + "activations.py", RNN_CORE + "_validate.py")
SECONDS_PER_CALL = 10


@dataclass(frozen=True)
class Trouble:
    """Why a call gave no result.

    kind   stub · error · time · reference (it calls the course's own code) · result (of a kind
           that cannot be judged) · value (handed in, where a function is needed)
    """

    kind: str
    message: str
    line: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a plain value or a trouble, and which arguments it changed."""

    value: Any = None
    trouble: Trouble | None = None
    changed: tuple[str, ...] = ()


class _OutOfTime(BaseException):
    """Not an Exception, so that an answer's own `except Exception` does not swallow it."""


class CalledReference(BaseException):
    """The answer went into the course's own solution."""


def run(exercise: Exercise, answer, cases: list[Case], trusted=False) -> list[Outcome]:
    """The outcome of answer(*case.args) for every case.

    A trusted answer (one of the registry's own) may call whatever it likes.
    """
    if exercise.is_question:
        return [of_value(answer) for _ in cases]
    own = (exercise.reference, *exercise.correct)
    forbidden = {getattr(function, "__code__", None) for function in own}
    allowed = {function.__code__ for function in exercise.allowed}
    names = list(inspect.signature(exercise.reference).parameters)
    watch = contextlib.nullcontext if trusted else lambda: watched(allowed, forbidden)
    return of_calls(exercise.on_plain_arguments(answer), names, [c.args for c in cases], watch)


def of_value(value) -> Outcome:
    """The outcome of an answer that is a value."""
    if value is None:
        return Outcome(trouble=Trouble("stub", "There is no answer yet."))
    try:
        return Outcome(plain(value))
    except TypeError as error:
        return Outcome(trouble=Trouble("result", str(error)))


def of_calls(function, names: list[str], calls: list[tuple], watch) -> list[Outcome]:
    """The outcome of function(*args) for every args of `calls`; `names` are the arguments'."""
    outcomes = []
    for args in calls:
        if outcomes and outcomes[-1].trouble and outcomes[-1].trouble.kind in ("stub", "time"):
            outcomes.append(outcomes[-1])  # it would only say the same, and a loop costs time
        else:
            outcomes.append(_call(function, names, args, watch))
    return outcomes


def _call(function, names, given, watch) -> Outcome:
    args = _fresh(given)
    # What an answer prints or warns of is the learner's business, and stderr would cost all
    # points in nbgrader.
    silence = io.StringIO()
    try:
        with (
            contextlib.redirect_stdout(silence),
            contextlib.redirect_stderr(silence),
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            _time_limit(SECONDS_PER_CALL),
            watch(),
        ):
            warnings.simplefilter("ignore")
            result = function(*args)
    except NotImplementedError as error:
        return Outcome(trouble=Trouble("stub", str(error) or "This is still to be written."))
    except _OutOfTime:
        return Outcome(trouble=Trouble("time", f"no result after {SECONDS_PER_CALL} s"))
    except CalledReference as error:
        return Outcome(trouble=Trouble("reference", str(error)))
    except (Exception, SystemExit) as error:
        message = f"{type(error).__name__}: {error}".strip()  # NumPy leaves blanks
        return Outcome(trouble=Trouble("error", message, _line_of_answer()))
    changed = tuple(
        name
        for name, before, after in zip(names, given, args, strict=False)
        if not _same(before, after)
    )
    try:
        return Outcome(plain(result), changed=changed)
    except TypeError as error:
        return Outcome(trouble=Trouble("result", str(error)), changed=changed)


def plain(value):
    """Base arrays, numbers, strings, None and tuples, lists, dicts of them; TypeError otherwise.

    Nothing of the answer's own making (subclasses, objects with their own ==) gets past here.
    """
    if value is None:
        return None
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, np.ndarray | np.generic | complex):
        array = np.array(value, subok=False)
        if array.dtype.kind not in "biufcU":
            raise TypeError(f"an array of dtype {array.dtype}; an array of numbers is needed")
        return array
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    raise TypeError(f"a {type(value).__name__}; arrays or numbers are needed")


def _fresh(value):
    """A deep copy that keeps arrays non-contiguous where they are."""
    if isinstance(value, np.ndarray):
        if value.flags.forc:
            return value.copy(order="K")
        strided = np.empty((*value.shape, 2), value.dtype)[..., 0]
        strided[...] = value
        return strided
    if isinstance(value, tuple):
        items = map(_fresh, value)
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, list):
        return [_fresh(item) for item in value]
    if isinstance(value, dict):
        return {key: _fresh(item) for key, item in value.items()}
    return value


def _same(a, b) -> bool:
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    return a == b


def _line_of_answer() -> str:
    """The learner's own line nearest to the error that is being handled, such as `a = x @ Wh`."""
    packages = (os.path.dirname(os.path.dirname(np.__file__)), os.path.dirname(__file__), RNN_CORE)
    for frame, number in reversed(list(traceback.walk_tb(sys.exc_info()[2]))):
        file = frame.f_code.co_filename
        if not file.startswith((*packages, sys.base_prefix, "<frozen")):
            return linecache.getline(file, number).strip()
    return ""


@contextlib.contextmanager
def watched(allowed: set, forbidden: set):
    """Raises CalledReference when the answer enters the course's own implementation.

    That is the code of rnn_core, but for what is allowed, and any other that is forbidden.
    """
    entered = []  # the allowed function that we are in, if any: what it calls is its business

    def on_event(frame, event, _):
        if event == "return" and entered and frame is entered[0]:
            entered.clear()
        elif event == "call" and not entered:
            code = frame.f_code
            if code in allowed:
                entered.append(frame)
            elif code in forbidden or (
                code.co_filename.startswith(RNN_CORE) and code.co_filename not in ALWAYS_ALLOWED
            ):
                raise CalledReference(
                    f"it calls the course's own `{code.co_name}`; that part is yours to write here"
                )

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        yield
    finally:
        sys.setprofile(before)


@contextlib.contextmanager
def _time_limit(seconds: float):
    """Ends an endless loop; only where signals exist and can reach us (POSIX, main thread)."""
    in_reach = threading.current_thread() is threading.main_thread()
    if not (in_reach and hasattr(signal, "setitimer")):
        yield
        return

    def on_alarm(*_):
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
