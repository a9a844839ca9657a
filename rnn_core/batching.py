"""Sequences of unequal lengths in one array, and batches of them in random order.

x[t, n]      step t of sequence n, zeros after its end
mask[t, n]   True where sequence n has a step t
"""

import numpy as np

from rnn_core import _validate


def pad(sequences):
    """N arrays (T_n, …), alike but for T_n  ->  x (T, N, …), mask (T, N) of bool; T = max T_n.

    ValueError: no sequence, an empty one, or one unlike the first.
    """
    if len(sequences) == 0:
        raise ValueError("sequences is empty; it needs at least one sequence")
    sequences = [np.asarray(sequence) for sequence in sequences]
    first = sequences[0]
    for n, sequence in enumerate(sequences):
        if sequence.ndim == 0 or len(sequence) == 0 or sequence.shape[1:] != first.shape[1:]:
            needed = ", ".join(["T", *map(str, first.shape[1:])])
            raise ValueError(
                f"sequences[{n}] has shape {sequence.shape}; "
                f"it needs shape ({needed}), T at least 1"
            )
    mask = np.arange(max(map(len, sequences)))[:, None] < [len(s) for s in sequences]
    x = np.zeros(mask.shape + first.shape[1:], np.result_type(*sequences))
    for n, sequence in enumerate(sequences):
        x[: len(sequence), n] = sequence
    return x, mask


def lengths(mask):
    """mask (T, N), in each column ones and then zeros  ->  number of ones (N,), integers.

    ValueError: bad arguments, a one after a zero.
    """
    _validate.numbers(mask=(mask, "TN"))
    there = mask != 0
    if (there[1:] > there[:-1]).any():
        raise ValueError(f"mask has shape {mask.shape} and a one after a zero; it needs none")
    return there.sum(axis=0)


def minibatches(rng, count, size):
    """0 … count − 1 in random order, cut into arrays of `size` (the last may be shorter).

    ->  list of index arrays: one pass over the data.
    """
    _validate.positive(count=count, size=size)
    return np.split(rng.permutation(count), range(size, count, size))
