"""Ways down a loss of two parameters, seen from above."""

import numpy as np
from matplotlib import rc_context
from matplotlib.colors import LogNorm

from .generic import _told, number
from .picture import Picture
from .style import STYLE, looks


@rc_context(STYLE)
def descents(x, y, loss, paths, *, title, xlabel, ylabel, size=(9, 4.6), alt=None):
    """x (K,), y (L,), loss (L, K) above 0; paths: {label: points (P, 2), from start to end}.

    The frame is that of x and y: an arrow at its edge marks where a path leaves it.
    """
    picture = Picture(figsize=size, layout="constrained")
    axes = picture.add_subplot()
    axes.set_title(title, wrap=True)
    axes.set(xlabel=xlabel, ylabel=ylabel, xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    levels = np.geomspace(max(loss.min(), 1e-4 * loss.max()), loss.max(), 13)
    norm = LogNorm(levels[0], 30 * levels[-1])  # no darker than a path can be seen on
    shades = axes.contourf(x, y, loss, levels=levels, norm=norm, cmap="Greys", extend="min")
    bar = picture.colorbar(shades, label="loss")
    bar.set_ticks(levels[::3], labels=[number(float(f"{level:.1g}")) for level in levels[::3]])
    bar.minorticks_off()
    told = []
    for k, (label, look) in enumerate(zip(paths, looks(), strict=False)):
        colour, dashes, marker, _ = look
        points = np.asarray(paths[label])
        under = 4 * (len(paths) - 1 - k)  # larger, so as to be seen below those drawn later
        axes.plot(
            *points.T,
            color=colour,
            linestyle=dashes,
            marker=marker,
            markersize=5 + under,
            markeredgecolor="white",
            markeredgewidth=0.6,
            linewidth=1.6 + under / 2,
            label=label,
        )
        outside = (points < [x[0], y[0]]) | (points > [x[-1], y[-1]])
        left = np.flatnonzero(outside.any(axis=1))
        end = ", ".join(number(value) for value in points[-1])
        went = f", out of the frame at update {left[0]}" if len(left) else ""
        told.append(f"{label}: {len(points) - 1} updates to ({end}){went}.")
    axes.plot(*next(iter(paths.values()))[0], "*", color="black", markersize=13, label="start")
    picture.legend(loc="outside lower center", ncols=len(paths) + 1, handlelength=3)
    picture.alt = alt or _told(title, "Loss over two parameters, dark where it is high.", *told)
    return picture
