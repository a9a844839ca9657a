"""The picture of a difference: which entries of an array are wrong, as a small SVG."""

import html

import numpy as np

from autograder.compare import wrong_entries
from autograder.exercise import AXES

CELL = 16
# How far an entry is off, relative to the largest: up to what, colour, arm of the cross.
LEVELS = (
    (0.0, "#cfe8f5", 0, "right"),
    (0.01, "#fbd9b8", 2, "off by less than 1 %"),
    (0.1, "#f0a35e", 3, "less than 10 %"),
    (np.inf, "#c44e00", 4, "more"),
)
MOST = 24  # rows or columns drawn; more than that cannot be read anyway


def difference(name: str, got, want, allowed: float, axes: tuple[str, ...]) -> str:
    """An SVG of the entries of `got` (shape of `want`): a dot where right, a cross where wrong,
    the larger the further off.
    """
    wrong, axes, seen = _flat(wrong_entries(got, want, allowed), axes)
    rows, columns = (min(length, MOST) for length in wrong.shape)
    left, top = (26, 20) if rows > 1 else (8, 20)
    parts = [_ruler(left + CELL * (k + 0.5), 14, k) for k in _ticks(columns)]
    if rows > 1:
        parts += [_ruler(left - 10, top + CELL * (k + 0.5) + 4, k) for k in _ticks(rows)]
    for i, j in np.ndindex(rows, columns):
        parts.append(_cell(left + CELL * j, top + CELL * i, wrong[i, j]))
    across, down = AXES.get(axes[-1], "entry"), AXES.get(axes[0], "entry")
    legend = f"columns: {across}" + (f", rows: {down}" if rows > 1 else "")
    legend += seen
    cut = f" (the first {rows} × {columns})" if wrong.shape != (rows, columns) else ""
    foot = top + CELL * rows + 18
    parts.append(_words(left, foot, legend + cut))
    x = left
    for level in (off for off, *_ in LEVELS):
        words = LEVELS[_level(level)][3]
        parts += [_cell(x, foot + 8, level), _words(x + CELL + 4, foot + 20, words)]
        x += CELL + 16 + 6 * len(words)
    alt = f"{np.count_nonzero(wrong)} of {wrong.size} cells of {name} are wrong; {legend}"
    width, height = max(left + CELL * columns + 8, x, left + 7 * len(legend + cut)), foot + 30
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" '
        f'font-family="sans-serif">{"".join(parts)}</svg>'
    )


def _flat(wrong, axes) -> tuple[np.ndarray, tuple[str, ...], str]:
    """An array of any number of axes as rows and columns, their names, and how it is seen.

    More than two axes are seen along the first and the last: time steps are rows, units are
    columns, and a cell shows the worst of the sequences. Of square matrices, one for each
    sequence, the first that is wrong is seen.
    """
    if wrong.ndim == 1:
        return wrong[None, :], ("", *axes), ""
    if wrong.ndim == 2:
        return wrong, axes, ""
    names = [AXES.get(axis, "entry") for axis in axes]
    if axes[-1] == axes[-2]:
        place = next(k for k in np.ndindex(wrong.shape[:-2]) if wrong[k].any())
        which = ", ".join(f"{name} {k}" for name, k in zip(names, place, strict=False))
        return wrong[place], axes[-2:], f"; {which}"
    folded = [
        f"{length} {name}s".replace("entrys", "entries")
        for name, length in zip(names[1:-1], wrong.shape[1:-1], strict=True)
    ]
    worst = wrong.max(axis=tuple(range(1, wrong.ndim - 1)))
    return worst, (axes[0], axes[-1]), f"; each cell: the worst of {' × '.join(folded)}"


def _words(x: float, y: float, words: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="11" fill="currentColor">{html.escape(words)}</text>'


def _ticks(length: int) -> range:
    return range(0, length, 1 if length <= 12 else 5)


def _ruler(x: float, y: float, number: int) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="10" text-anchor="middle" '
        f'fill="currentColor">{number}</text>'
    )


def _level(off: float) -> int:
    return next(k for k, (most, *_) in enumerate(LEVELS) if off <= most)


def _cell(x: float, y: float, off: float) -> str:
    _, fill, arm, _ = LEVELS[_level(off)]
    box = f'<rect x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" fill="{fill}"/>'
    if not arm:
        return box + f'<circle cx="{x + 8}" cy="{y + 8}" r="1.5" fill="#0072b2"/>'
    span = 2 * arm
    path = f"M{x + 8 - arm} {y + 8 - arm}l{span} {span}m0-{span}l-{span} {span}"
    return box + f'<path d="{path}" stroke="#222" stroke-width="1.5"/>'
