"""Compares one output of an answer with the right one: is it right, and if not, in what way?"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder.exercise import AXES

TO_SPEAK_OF = 1e-3  # relative to the largest entry: what is off by less is off by rounding


@dataclass(frozen=True)
class Output:
    """One output of one call. `array` is None where there is nothing to compare; `why` says so."""

    array: np.ndarray | None
    why: str = ""
    stopped: bool = False  # the call gave no result at all
    line: str = ""  # the learner's own, where it stopped

    @cached_property
    def scale(self) -> float:
        return scale(self.array)


def outputs(value, returns: dict) -> dict[str, Output]:
    """The named outputs in what an answer returned."""
    names = list(returns)
    if len(names) == 1:
        return {names[0]: _single(value, names[0])}
    if isinstance(value, dict) and set(value) == set(names):
        leaves = [value[name] for name in names]
    elif isinstance(value, np.ndarray) and value.ndim and len(value) == len(names):
        leaves = list(value)  # unpacks as a tuple does
    else:
        leaves = _leaves(value)
    if len(leaves) != len(names):
        why = f"{_described(value)} was returned; {', '.join(f'`{n}`' for n in names)} are needed"
        return {name: Output(None, why) for name in names}
    return {name: _single(leaf, name) for name, leaf in zip(names, leaves, strict=True)}


def _leaves(value) -> list:
    if isinstance(value, list):
        value = tuple(value)
    if not isinstance(value, tuple):
        return [value]
    return [leaf for item in value for leaf in (_leaves(item) if type(item) is tuple else [item])]


def _single(value, name: str) -> Output:
    if value is None:
        return Output(None, f"`{name}` is None: is a `return` missing?")
    try:
        array = np.array(value)  # a list of arrays, one a time step, is as good as one array
    except ValueError:
        array = np.array(None)
    if array.dtype.kind not in "biufcU":
        return Output(None, f"{_described(value)} was returned; `{name}` needs one array or number")
    if array.dtype == np.float16:
        return Output(None, f"`{name}` has dtype float16, which keeps three digits; use float64")
    return Output(array.astype(int) if array.dtype.kind == "b" else array)


def _described(value) -> str:
    if value is None:
        return "nothing (None)"
    if isinstance(value, np.ndarray):
        return f"one array of shape {value.shape}"
    if isinstance(value, tuple | list | dict):
        return f"a {type(value).__name__} of {len(value)}"
    return f"one {type(value).__name__}"


def as_single(output: Output) -> Output:
    """An array of one entry as that entry."""
    if output.array is None or output.array.size != 1:
        return output
    return Output(output.array.reshape(()))


def as_number(output: Output, name: str) -> Output:
    """The same, and a text that reads as a number as the number."""
    output = as_single(output)
    if output.array is None or output.array.dtype.kind != "U" or output.array.ndim:
        return output
    text = output.array.item()
    try:
        return Output(np.array(float(text.replace("−", "-"))))
    except ValueError:
        return Output(None, f"`{name}` is the text {text!r}; it needs a number")


def tolerance(single: bool, got: np.ndarray | None, size: int) -> float:
    """Largest allowed error relative to the largest entry of the right output.

    1e-5, or 1e-4 where the arguments are in single precision or the answer is: an answer that
    works in single precision inside is right, too. Grows with the square root of the problem's
    size beyond 100 numbers, as the rounding errors of a sum do.
    """
    single = single or (got is not None and got.dtype == np.float32)
    return (1e-4 if single else 1e-5) * max(1.0, (size / 100) ** 0.5)


def equal(got: np.ndarray, want: np.ndarray, allowed: float) -> bool:
    if got.shape != want.shape:
        return False
    if "U" in (got.dtype.kind, want.dtype.kind):
        return word(got) == word(want)
    return not np.any(wrong_entries(got, want, allowed))


def word(text: np.ndarray) -> str:
    """ "B", "b", " B." and "(B)" are one answer."""
    return str(text).strip(" .,:;*()'\"\n").lower()


def scale(want: np.ndarray) -> float:
    """The size of the largest finite entry; 1 where all are zero."""
    return np.max(np.abs(want), where=np.isfinite(want), initial=0.0) or 1.0


def wrong_entries(got: np.ndarray, want: np.ndarray, allowed: float) -> np.ndarray:
    """How far each entry is off, relative to the largest of `want`; 0 where it is right.

    Shapes are equal. An entry that is infinite or NaN on one side only is infinitely far off.
    """
    if want.size == 0:
        return np.zeros(want.shape)
    with np.errstate(all="ignore"):
        off = np.abs(got - want) / scale(want)
    same = (got == want) | (np.isnan(got) & np.isnan(want))
    off = np.where(np.isfinite(off), off, np.inf)
    return np.where(same | (off <= allowed), 0.0, off)


def shape_problem(names: list[str], got: np.ndarray, want: np.ndarray, axes: tuple) -> str:
    """That outputs have one and the same wrong shape, and what may have led to it."""
    letters = ", ".join(axes) + ("," if len(axes) == 1 else "")  # (H,), as NumPy writes it
    symbols = f" = ({letters})" if len(axes) == want.ndim > 0 and "K" not in axes else ""
    has, needs = ("has", "it needs") if len(names) == 1 else ("have", "they need")
    quoted = ", ".join(f"`{name}`" for name in names)
    text = f"{quoted} {has} shape {got.shape}; {needs} {want.shape}{symbols}"
    if got.ndim == want.ndim == 2 and got.shape == want.shape[::-1]:
        return text + " (it is the other way round)"
    if got.shape == (1, *want.shape) or got.shape == (*want.shape, 1):
        return text + " (there is an axis of length 1 too many)"
    if got.shape[1:] == want.shape and want.ndim > 1:
        return text + f" (that is {len(got)} results of the right shape, and one is asked for)"
    if got.ndim == want.ndim + 1 and "U" not in (got.dtype.kind, want.dtype.kind):
        for axis, length in enumerate(got.shape):
            if equal(got.sum(axis=axis), want, 1e-4):
                return text + f" (it is right once summed over its axis of length {length})"
    return text


def relation(pairs: list[tuple], axes: tuple[str, ...]) -> str:
    """How a wrong output relates to the right one in every case, as half a sentence, or "".

    pairs: (got, want, tolerance, sizes of the case's axes such as {"T": 5, "N": 3}), shapes
    of got and want equal.
    """
    pairs = [p for p in pairs if p[1].dtype.kind == "f" and np.any(p[1])]
    if not pairs or sum(want.size for _, want, *_ in pairs) < 2:
        return ""
    if any(np.any(np.isnan(got) & ~np.isnan(want)) for got, want, *_ in pairs):
        return "it holds NaN (not a number)"
    if any(np.any(np.isinf(got) & ~np.isinf(want)) for got, want, *_ in pairs):
        return "it holds infinity: something overflows or is divided by zero"
    if all(got.dtype.kind in "iu" for got, *_ in pairs):
        return "it holds whole numbers only: was it rounded, or put into integers?"
    if all(not np.any(got) for got, *_ in pairs):
        return "it is zero everywhere"
    factors = [_factor(got, want, allowed) for got, want, allowed, _ in pairs]
    if None not in factors:
        return _factor_in_words(factors, pairs)
    for words, change in _REARRANGEMENTS.items():
        if all(_matches(change, axes, *pair) for pair in pairs):
            return words
    return ""


def _factor(got, want, allowed) -> float | None:
    factor = float(np.vdot(want, got) / np.vdot(want, want))
    return factor if factor and equal(got, factor * want, allowed) else None


def _factor_in_words(factors, pairs) -> str:
    if np.allclose(factors, -1, rtol=1e-4):
        return "it has the wrong sign, and is right but for that"
    counted = [words for axis, words in _COUNTS.items() if _is_count(axis, factors, pairs)]
    if np.ptp(factors) <= 1e-4 * abs(factors[0]):
        text = f"it is {factors[0]:.4g} times the right one"
        return f"{text}, which is {' or '.join(counted)} here" if counted else text
    return f"it is right but for a factor, which is {' or '.join(counted)}" if counted else ""


_COUNTS = {
    ("N", 1): "the number of sequences N",
    ("N", -1): "1/N, one over the number of sequences",
    ("T", 1): "the number of time steps T",
    ("T", -1): "1/T, one over the number of time steps",
}


def _is_count(count, factors, pairs) -> bool:
    axis, power = count
    lengths = np.array([sizes.get(axis, 0) for *_, sizes in pairs], float)
    return bool(np.all(lengths > 1)) and np.allclose(factors, lengths**power, rtol=1e-4)


_REARRANGEMENTS = {
    "it is the transpose of the right one": lambda a, axes: a.T if a.ndim == 2 else None,
    "it is right but reversed in time": lambda a, axes: a[::-1] if axes[:1] == ("T",) else None,
    "it is the right one's absolute value": lambda a, axes: np.abs(a),
}


def _matches(change, axes, got, want, allowed, _sizes) -> bool:
    changed = change(want, axes)
    if changed is None or changed.shape != got.shape:
        return False
    if equal(changed, want, allowed):  # too symmetric to tell
        return False
    return equal(got, changed, allowed)


def where(off: np.ndarray, axes: tuple[str, ...]) -> str:
    """ "wrong at time steps 0–3 of 6" where that is so and something else is right, or "".

    Entries that are wrong here and there, or only just, are so by the numbers that were drawn:
    most entries of the lines must be wrong, and by much. A list over units has no lines.
    """
    if off.max() < TO_SPEAK_OF:
        return ""
    for axis, symbol in enumerate(axes):
        others = tuple(k for k in range(off.ndim) if k != axis)
        lines = np.flatnonzero(off.any(axis=others))
        whole = 2 * np.count_nonzero(off) > len(lines) * off.size / off.shape[axis]
        told = whole and (others or symbol == "T")
        if told and 0 < len(lines) < off.shape[axis]:
            noun = AXES.get(symbol.split()[0], "entry")
            if len(lines) > 1:
                noun = f"{noun}s".replace("entrys", "entries")
            return f"wrong at {noun} {_ranges(lines)} (of 0–{off.shape[axis] - 1}) only"
    return ""


def _ranges(numbers) -> str:
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
