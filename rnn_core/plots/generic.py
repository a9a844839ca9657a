"""Lines, heat maps and bars: the pictures that every lesson needs."""

import numpy as np
from matplotlib import rc_context
from matplotlib.colors import CenteredNorm
from matplotlib.ticker import MaxNLocator

from .picture import Picture
from .style import STYLE, looks

MOST_MARKED_POINTS = 40
MOST_WRITTEN_CELLS = 200
MOST_TICKED_POINTS = 8
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
WHOLE_STEPS = (1, 2, 5, 10)  # between ticks, times a power of ten


def number(value):
    """A number as a reader would write it, with three significant digits."""
    if 1000 <= abs(value) < 1e6:
        text = f"{value:,.0f}".replace(",", " ")
    else:
        digits, _, power = f"{value:.3g}".partition("e")
        text = f"{digits}·10{str(int(power)).translate(RAISED)}" if power else digits
    return text.replace("-", "−")


def _written(places):
    """Numbers on an axis: whole ones with every digit and no gap, since they may be years."""
    whole = np.issubdtype(places.dtype, np.integer)
    return [str(place).replace("-", "−") if whole else number(place) for place in places]


def _axes(size, title, xlabel, ylabel):
    picture = Picture(figsize=size, layout="constrained")
    axes = picture.add_subplot()
    axes.set_title(title, wrap=True)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    return picture, axes


def _told(title, *rest):
    """Alternative text: the title as a sentence, then the rest, without the marks of mathtext."""
    stop = "" if title.endswith((".", "?", "!")) else "."
    return " ".join([title + stop, *rest]).replace("$", "")


def _legend(axes):
    # Beside the axes: a legend inside them would lie over data sooner or later.
    if len(axes.get_legend_handles_labels()[1]) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0, handlelength=3)


@rc_context(STYLE)
def lines(
    x,
    series,
    *,
    title,
    xlabel,
    ylabel,
    log_x=False,
    log_y=False,
    spread=None,
    size=(9, 4),
    alt=None,
):
    """Lines over a common x (K,).

    series: {label: y (K,)}; spread: {label: (low (K,), high (K,))}, drawn as a band.
    """
    picture, axes = _axes(size, title, xlabel, ylabel)
    x = np.asarray(x)
    first, last = _written(np.array([x.min(), x.max()]))
    told = [f"{xlabel} from {first} to {last}."]
    for (label, y), (colour, dashes, marker, _) in zip(series.items(), looks(), strict=False):
        y = np.asarray(y)
        axes.plot(
            x,
            y,
            color=colour,
            linestyle=dashes,
            marker=marker if len(x) <= MOST_MARKED_POINTS else "",
            label=label,
        )
        if spread and label in spread:
            axes.fill_between(x, *spread[label], color=colour, alpha=0.18, linewidth=0)
        told.append(
            f"{label}: from {number(y[0])} to {number(y[-1])}, "
            f"lowest {number(y.min())}, highest {number(y.max())}."
        )
    if log_x:
        axes.set_xscale("log")
        if len(x) <= MOST_TICKED_POINTS:  # the places measured say more than powers of ten
            axes.set_xticks(x, _written(x))
            axes.set_xticks([], minor=True)
    elif np.issubdtype(x.dtype, np.integer):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=WHOLE_STEPS))
    if log_y:
        axes.set_yscale("log")
    _legend(axes)
    picture.alt = alt or _told(title, *told)
    return picture


@rc_context(STYLE)
def heatmap(
    matrix, *, title, xlabel, ylabel, xticks=None, yticks=None, label="", size=(9, 4), alt=None
):
    """A matrix (rows, columns) as coloured cells; few cells have their number written in.

    xticks, yticks: names of columns and rows; label: what the numbers are.
    """
    matrix = np.asarray(matrix)
    picture, axes = _axes(size, title, xlabel, ylabel)
    axes.grid(False)
    signed = matrix.min() < 0 < matrix.max()
    image = axes.imshow(
        matrix,
        aspect="auto",
        cmap="RdBu_r" if signed else "cividis",
        norm=CenteredNorm() if signed else None,
    )
    picture.colorbar(image, label=label)
    for axis, names in ((axes.xaxis, xticks), (axes.yaxis, yticks)):
        if names is None:
            axis.set_major_locator(MaxNLocator(integer=True, steps=WHOLE_STEPS))
        else:
            axis.set_ticks(range(len(names)), names)
    if matrix.size <= MOST_WRITTEN_CELLS:
        for (row, column), value in np.ndenumerate(matrix):
            red, green, blue, _ = image.cmap(image.norm(value))
            dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.5
            axes.text(
                column,
                row,
                number(value),
                ha="center",
                va="center",
                fontsize=9,
                color="white" if dark else "black",
            )
    row, column = np.unravel_index(np.abs(matrix).argmax(), matrix.shape)
    picture.alt = alt or _told(
        title,
        f"Heat map of {matrix.shape[0]} rows ({ylabel}) by {matrix.shape[1]} "
        f"columns ({xlabel}), values from {number(matrix.min())} to {number(matrix.max())}; "
        f"the largest in size, {number(matrix[row, column])}, is in row {row}, column {column}.",
    )
    return picture


@rc_context(STYLE)
def bars(
    labels, series, *, title, xlabel="", ylabel="", log_y=False, spread=None, size=(9, 4), alt=None
):
    """Groups of bars with their values written above.

    labels: K names; series: {label: values (K,)}; spread: {label: (low (K,), high (K,))}.
    """
    picture, axes = _axes(size, title, xlabel, ylabel)
    axes.grid(False, axis="x")
    places = np.arange(len(labels))
    width = 0.8 / len(series)
    told = []
    for k, ((label, values), (colour, _, _, hatch)) in enumerate(
        zip(series.items(), looks(), strict=False)
    ):
        values = np.asarray(values, dtype=float)
        error, ends = None, [""] * len(values)
        if spread and label in spread:
            low, high = (np.asarray(end) for end in spread[label])
            error = np.array([values - low, high - values])
            ends = [f" ({number(a)} to {number(b)})" for a, b in zip(low, high, strict=True)]
        drawn = axes.bar(
            places + (k - (len(series) - 1) / 2) * width,
            values,
            width * 0.92,
            yerr=error,
            capsize=4,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=label,
        )
        texts = [number(value) for value in values]
        if error is None or log_y:
            axes.bar_label(drawn, texts, padding=3, fontsize=9)
        else:  # at its foot, since the line of spread begins and ends where values would stand
            for bar, text in zip(drawn, texts, strict=True):
                foot = bar.get_x() + bar.get_width() / 2, 0
                up, side = (4, "bottom") if bar.get_height() >= 0 else (-4, "top")
                axes.annotate(
                    text,
                    foot,
                    xytext=(0, up),
                    textcoords="offset points",
                    ha="center",
                    va=side,
                    fontsize=9,
                    bbox={"color": "white", "pad": 1.5},
                )
        pairs = (f"{n} {number(v)}{e}" for n, v, e in zip(labels, values, ends, strict=True))
        told.append(f"{label}: {', '.join(pairs)}.")
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(places, labels)
    if log_y:
        axes.set_yscale("log")
    axes.margins(y=0.12)
    _legend(axes)
    picture.alt = alt or _told(title, *told)
    return picture
