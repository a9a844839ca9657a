"""Fair timing: contenders take turns, so that a busy moment of the machine hits them all."""

from statistics import median
from time import perf_counter


def medians(contenders, seconds=2.0):
    """Functions without arguments  ->  the median time of each, in seconds.

    Every turn begins with a run that is not timed: the contender before left its own data in the
    processor's caches. Its result is kept meanwhile, as a training loop keeps its gradients until
    it has the next ones; otherwise some runs would pay for fresh memory and others not.
    """
    times = [[] for _ in contenders]
    end = perf_counter() + seconds
    while perf_counter() < end or len(times[0]) < 5:
        for run, taken in zip(contenders, times, strict=True):
            kept = run()
            start = perf_counter()
            result = run()
            taken.append(perf_counter() - start)
            del kept, result
    return [median(taken) for taken in times]
