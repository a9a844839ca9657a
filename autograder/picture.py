"""The picture of a difference: which entries of an array are wrong, as a small SVG."""

import html

import numpy as np

from autograder.compare import wrong_entries
from autograder.exercise import AXES

CELL = 16
MOST = 32  # rows or columns drawn; more than that cannot be read anyway


def difference(name: str, got, want, allowed: float, axes: tuple[str, ...]) -> str:
    """An SVG of the entries of `got` (shape of `want`): a cross where wrong, a dot where right.

    An array of more than two axes is seen along its first and its last: time steps are rows,
    units are columns, and a cell is wrong where any of the sequences is.
    """
    wrong = wrong_entries(got, want, allowed)
    if wrong.ndim == 1:
        wrong, axes = wrong[None, :], ("", *axes)
    while wrong.ndim > 2:
        wrong, axes = wrong.max(axis=1), (axes[0], *axes[2:])
    rows, columns = (min(length, MOST) for length in wrong.shape)
    left, top = (26, 20) if rows > 1 else (8, 20)
    width, height = left + CELL * columns + 8, top + CELL * rows + 26
    parts = [_ruler(left + CELL * (k + 0.5), 14, k) for k in _ticks(columns)]
    if rows > 1:
        parts += [_ruler(left - 10, top + CELL * (k + 0.5) + 4, k) for k in _ticks(rows)]
    for i, j in np.ndindex(rows, columns):
        parts.append(_cell(left + CELL * j, top + CELL * i, wrong[i, j] > 0))
    across, down = AXES.get(axes[-1], "entry"), AXES.get(axes[0], "entry")
    legend = f"columns: {across}" + (f", rows: {down}" if rows > 1 else "")
    cut = f" (the first {rows} × {columns})" if wrong.shape != (rows, columns) else ""
    parts.append(
        f'<text x="{left}" y="{top + CELL * rows + 18}" font-size="11" fill="currentColor">'
        f"{html.escape(legend + cut)}</text>"
    )
    alt = f"{int(wrong.sum())} of {wrong.size} cells of {name} are wrong; {legend}"
    width = max(width, left + 7 * len(legend + cut))
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" '
        f'font-family="sans-serif">{"".join(parts)}</svg>'
    )


def _ticks(length: int) -> range:
    return range(0, length, 1 if length <= 12 else 5)


def _ruler(x: float, y: float, number: int) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="10" text-anchor="middle" '
        f'fill="currentColor">{number}</text>'
    )


def _cell(x: float, y: float, wrong: bool) -> str:
    fill = "#d55e00" if wrong else "#cfe8f5"
    box = f'<rect x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" fill="{fill}"/>'
    if wrong:
        mark = f'<path d="M{x + 5} {y + 5}l6 6m0-6l-6 6" stroke="#fff" stroke-width="2"/>'
    else:
        mark = f'<circle cx="{x + 8}" cy="{y + 8}" r="1.5" fill="#0072b2"/>'
    return box + mark
