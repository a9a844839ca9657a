"""Fair timing: contenders take turns, so that a busy moment of the machine hits them all."""

from statistics import median
from time import perf_counter


def medians(contenders, seconds=2.0):
    """Functions without arguments  ->  the median time of each, in seconds."""
    times = [[] for _ in contenders]
    for run in contenders:
        run()
    end = perf_counter() + seconds
    while perf_counter() < end or len(times[0]) < 5:
        for run, taken in zip(contenders, times, strict=True):
            start = perf_counter()
            run()
            taken.append(perf_counter() - start)
    return [median(taken) for taken in times]
