"""running_sum: the smallest recurrence, h[t] = h[t−1] + x[t] with a zero state before x[0]."""

from itertools import accumulate

import numpy as np

from autograder.exercise import Case, Exercise, Misconception


def reference(x):
    return np.cumsum(x, axis=0)


def cases(rng):
    def draw(T, N):
        return rng.choice([-1, 1], size=(T, N)) * rng.uniform(0.5, 2, size=(T, N))

    return [
        Case("values", "five steps, three sequences", (draw(5, 3),)),
        Case("values", "four steps, two sequences", (draw(4, 2),)),
        Case("edge cases", "a single sequence", (draw(6, 1),)),
        Case("edge cases", "a single step", (draw(1, 4),)),
        Case("edge cases", "a hundred steps", (draw(100, 2),)),
        Case("edge cases", "single precision", (draw(5, 3).astype(np.float32),)),
        Case("edge cases", "every second step of a longer array", (draw(10, 3)[::2],)),
    ]


def state_forgotten(x):
    h = np.zeros_like(x)
    for t in range(len(x)):
        h[t] = x[t]
    return h


def previous_input_for_state(x):
    h = x.copy()
    h[1:] = x[:-1] + x[1:]
    return h


def previous_input_even_at_the_start(x):
    h = np.zeros_like(x)
    for t in range(len(x)):
        h[t] = x[t - 1] + x[t]
    return h


def state_before_reading(x):
    return np.cumsum(x, axis=0) - x


def first_step_skipped(x):
    h = np.zeros_like(x)
    for t in range(1, len(x)):
        h[t] = h[t - 1] + x[t]
    return h


def last_step_before_first(x):
    h = x.copy()
    for t in range(len(x)):
        h[t] = h[t - 1] + x[t]
    return h


def total_at_every_step(x):
    return np.zeros_like(x) + x.sum(axis=0)


def last_state_only(x):
    return x.sum(axis=0)


def across_sequences(x):
    return np.cumsum(x, axis=1)


def running_mean(x):
    return np.cumsum(x, axis=0) / np.arange(1, len(x) + 1)[:, None]


def flattened(x):
    return np.cumsum(x).reshape(x.shape)


def sequences_added_together(x):
    return np.cumsum(x.sum(axis=1))[:, None] * np.ones_like(x)


def backwards_in_time(x):
    return np.cumsum(x[::-1], axis=0)[::-1]


def initial_state_returned_too(x):
    return np.concatenate([np.zeros_like(x[:1]), np.cumsum(x, axis=0)])


def first_step_only(x):
    h = np.zeros_like(x)
    for t in range(len(x)):
        h[t] = x[t]
        return h


def leaky(x):
    h = np.zeros_like(x)
    state = np.zeros(x.shape[1])
    for t in range(len(x)):
        state = 0.9 * state + x[t]
        h[t] = state
    return h


def state_of_one_sequence(x):
    h = np.zeros_like(x)
    state = np.zeros(1)
    for t in range(len(x)):
        state += x[t]
        h[t] = state
    return h


def loop(x):
    h = np.zeros_like(x)
    state = np.zeros(x.shape[1])
    for t in range(len(x)):
        state = state + x[t]
        h[t] = state
    return h


def entry_by_entry(x):
    T, N = x.shape
    h = [[0.0] * N for _ in range(T)]
    for n in range(N):
        state = 0.0
        for t in range(T):
            state += float(x[t, n])
            h[t][n] = state
    return np.array(h)


def accumulated(x):
    return np.stack(list(accumulate(x)))


def triangle_of_ones(x):
    return np.einsum("ts,sn->tn", np.tri(len(x)), x)


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"h": ("T", "N")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "previous state forgotten",
            "Each of your states knows its own input only: where does the state before it enter?",
            state_forgotten,
        ),
        Misconception(
            "previous input for previous state",
            "Your states reach back one step and no further: what is to be added to x[t] is the "
            "state before it, not the input before it.",
            previous_input_for_state,
        ),
        Misconception(
            "previous input for previous state, wrapping round",
            "Your states reach back one step and no further: what is to be added to x[t] is the "
            "state before it, not the input before it. And at t = 0 the index t − 1 is the last.",
            previous_input_even_at_the_start,
        ),
        Misconception(
            "state stored before reading",
            "h[t] is the state after x[t] has been read; yours is the one before.",
            state_before_reading,
        ),
        Misconception(
            "first input skipped",
            "The first input is missing from every state: the recurrence starts at t = 0, from a "
            "state of zeros.",
            first_step_skipped,
        ),
        Misconception(
            "first step follows the last",
            "At t = 0 the index t − 1 is −1, which in Python is the last step: what is the state "
            "before anything has been read?",
            last_step_before_first,
        ),
        Misconception(
            "total at every step",
            "Every row shows the sum of the whole sequence: does a state know inputs that are not "
            "yet read, or is one and the same array stored in every row and changed afterwards?",
            total_at_every_step,
        ),
        Misconception(
            "last state only",
            "This is the state after the last input: the state after every input is asked for.",
            last_state_only,
        ),
        Misconception(
            "summed across the sequences",
            "The sum runs along N, from one sequence to the next: which axis is time?",
            across_sequences,
        ),
        Misconception(
            "running mean",
            "Your states are divided by the number of inputs read: the recurrence has no division.",
            running_mean,
        ),
        Misconception(
            "summed over the flattened array",
            "Without an axis NumPy goes through all entries, row by row: which of them belong to "
            "one sequence?",
            flattened,
        ),
        Misconception(
            "sequences added together",
            "Your state is one number for all sequences: each of them has a state of its own.",
            sequences_added_together,
        ),
        Misconception(
            "summed from the last step to the first",
            "A state knows the inputs read so far, not those still to come: in which direction "
            "does time run?",
            backwards_in_time,
        ),
        Misconception(
            "initial state returned, too",
            "There is a row too many: one state for each input is asked for.",
            initial_state_returned_too,
        ),
        Misconception(
            "only the first row filled in",
            "All rows but the first are still zero: how often does your loop run before the "
            "function returns?",
            first_step_only,
        ),
        Misconception(
            "leaky sum",
            "Your state loses a tenth at each step, like the leaky one above: this one loses "
            "nothing.",
            leaky,
        ),
        Misconception(
            "a state for one sequence",
            "Your state has a single entry: how many sequences are summed side by side?",
            state_of_one_sequence,
        ),
    ),
    correct=(loop, entry_by_entry, accumulated, triangle_of_ones),
)
