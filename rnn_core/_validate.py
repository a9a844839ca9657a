"""Bad arguments end here: a ValueError names the argument, what it is and what it must be.

An argument is given with its axes, one letter each: ``floats(x=(x, "TND"), h=(h, "NH"))``.
Axes with the same letter must have the same size, at least 1; the first argument that has
the letter sets it. "4H" is an axis of four times a size that is known already, "...D" any
number of axes before D, the same for all that have "...".
"""

import re
from functools import cache
from itertools import pairwise

import numpy as np


def floats(known=None, /, **arguments):
    """Arrays of floats  ->  {letter: size}, the sizes in `known` included."""
    return _check(known, arguments, "f", "floats")


def integers(known=None, /, **arguments):
    """Arrays of integers  ->  {letter: size}, the sizes in `known` included."""
    return _check(known, arguments, "iu", "integers")


def numbers(known=None, /, **arguments):
    """Arrays of booleans, integers or floats  ->  {letter: size}, those in `known` included."""
    return _check(known, arguments, "biuf", "real numbers")


def between(low, high, **arguments):
    """Arrays with values from low to high, both included."""
    for name, array in arguments.items():
        if array.min() < low or array.max() > high:
            raise ValueError(
                f"{name} has shape {array.shape} and values from {array.min()} to {array.max()}; "
                f"it needs values from {low} to {high}"
            )


def no_nan(result, **arguments):
    """Name the argument that brought a NaN into the result; only the result is searched first."""
    if np.isnan(result).any():
        for name, array in arguments.items():
            if np.isnan(array).any():
                where = tuple(int(i) for i in np.argwhere(np.isnan(array))[0])
                raise ValueError(
                    f"{name} has shape {array.shape} and NaN at {where}; it needs numbers only"
                )


def finite(**arguments):
    """Arrays without NaN and infinity."""
    for name, array in arguments.items():
        no_nan(array, **{name: array})
        if np.isinf(array).any():
            raise ValueError(
                f"{name} has shape {array.shape} and infinity; it needs finite numbers"
            )


def positive(**arguments):
    """Integers of at least 1."""
    at_least(1, **arguments)


def at_least(low, **arguments):
    """Integers of at least `low`."""
    for name, value in arguments.items():
        if not isinstance(value, int | np.integer) or value < low:
            raise ValueError(f"{name} is {value!r}; it needs an integer of at least {low}")


def lags(lags):
    """Numbers of steps back, integers of at least 1: one or more, in rising order."""
    if not np.iterable(lags) or len(lags) == 0 or any(d >= e for d, e in pairwise(lags)):
        raise ValueError(f"lags is {lags!r}; it needs at least one, in rising order")
    for lag in lags:
        positive(lag=lag)


def each(whole, arrays, /, **axes):
    """The arrays of a tuple, by the name of each: its axes  ->  {name: (array, axes)}, unchecked.

    With them, ``floats(**each("cache", cache, x="TND", h="TNH"))``.
    """
    several = isinstance(arrays, tuple | list)
    if not several or len(arrays) != len(axes):
        found = f"has length {len(arrays)}" if several else f"is a {type(arrays).__name__}"
        raise ValueError(f"{whole} {found}; it needs a tuple of {len(axes)}: {', '.join(axes)}")
    return {name: (array, axes[name]) for name, array in zip(axes, arrays, strict=True)}


def _check(known, arguments, kinds, elements):
    sizes = dict(known) if known else {}
    for name, (array, axes) in arguments.items():
        axes = _axes(axes)
        any_before = axes[:1] == ((1, "..."),)
        if not isinstance(array, np.ndarray):
            raise ValueError(
                f"{name} is a {type(array).__name__}; "
                f"it needs an array of {elements} with shape {_needed(axes, sizes)}"
            )
        shape = array.shape
        if any_before:
            split = max(0, array.ndim - len(axes) + 1)
            shape = shape[:split], *shape[split:]

        before = sizes.copy()
        fits = len(shape) == len(axes) and 0 not in array.shape
        if fits:
            for (times, letter), size in zip(axes, shape, strict=True):
                if times * sizes.setdefault(letter, size) != size:
                    fits = False
        if not fits:
            at_least_1 = ", each axis at least 1" if 0 in array.shape else ""
            raise ValueError(
                f"{name} has shape {array.shape}; "
                f"it needs shape {_needed(axes, before)}{at_least_1}"
            )
        if array.dtype.kind not in kinds:
            raise ValueError(
                f"{name} has shape {array.shape} and dtype {array.dtype}; it needs {elements}"
            )
    return sizes


@cache
def _axes(text):
    """ "TN4H"  ->  ((1, "T"), (1, "N"), (4, "H"))."""
    found = re.findall(r"(\d*)(\.\.\.|[A-Z])", text)
    return tuple((int(times or 1), letter) for times, letter in found)


def _needed(axes, sizes):
    """Axes of "TN4H" and sizes {"H": 5}  ->  "(T, N, 4H=20)"."""
    parts = []
    for times, letter in axes:
        axis = letter if times == 1 else f"{times}{letter}"
        if letter not in sizes:
            parts.append(axis)
        elif letter == "...":
            parts += map(str, sizes[letter])
        else:
            parts.append(f"{axis}={times * sizes[letter]}")
    return f"({', '.join(parts)})" if len(parts) > 1 else f"({parts[0]},)"
