"""The same lines under several conditions, side by side."""

import numpy as np
from matplotlib import rc_context
from matplotlib.ticker import MaxNLocator

from .generic import _told, number
from .picture import Picture
from .style import STYLE, looks


@rc_context(STYLE)
def small_multiples(
    x, panels, *, title, xlabel, ylabel, columns, log_y=False, own_scale=False, size=None, alt=None
):
    """Panels {name: {label: y (K,)}} over a common x (K,), row by row; one legend for all.

    own_scale: each panel has its own scale upwards; otherwise all share one.
    """
    rows = -(-len(panels) // columns)
    picture = Picture(figsize=size or (9, 1.5 + 2 * rows), layout="constrained")
    picture.suptitle(title, x=0.01, ha="left", size=13, weight="bold")
    axes = picture.subplots(rows, columns, sharex=True, sharey=not own_scale, squeeze=False)
    told = []
    for place, (name, series) in zip(axes.flat, panels.items(), strict=False):
        place.set_title(name, size=10.5)
        for (label, y), (colour, dashes, _, _) in zip(series.items(), looks(), strict=False):
            place.plot(x, y, color=colour, linestyle=dashes, linewidth=1.8, label=label)
        place.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        if log_y:
            place.set_yscale("log")
        ends = ", ".join(f"{label} ends at {number(y[-1])}" for label, y in series.items())
        told.append(f"{name}: {ends}.")
    for place in axes.flat[len(panels) :]:
        place.set_axis_off()
    for place in axes[-1]:  # one for the whole figure would lie on the legend
        place.set_xlabel(xlabel)
    picture.supylabel(ylabel, size=11)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    if len(labels) > 1:
        picture.legend(handles, labels, loc="outside lower center", ncols=5, handlelength=3)
    span = f"{len(panels)} panels over {xlabel} from {number(np.min(x))} to {number(np.max(x))}."
    picture.alt = alt or _told(title, span, *told)
    return picture
