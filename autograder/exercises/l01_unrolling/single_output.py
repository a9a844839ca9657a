"""single_output: one answer for a whole sequence, read from its last valid state."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import linear
from rnn_core import single_output as library
from rnn_core.activations import softmax


def reference(h, lengths, W, b):
    return library.forward(h, lengths, linear.Params(W, b))[0]


def cases(rng):
    def sample(T, N, H, V, lengths):
        h = rng.uniform(-1, 1, (T, N, H))
        return h, np.array(lengths), rng.standard_normal((H, V)), rng.standard_normal(V)

    h, lengths, W, b = sample(7, 4, 3, 5, (2, 5, 3, 6))
    batch_major = rng.uniform(-1, 1, (4, 7, 3))
    return [
        Case("values", "unequal lengths", (h, lengths, W, b)),
        Case("values", "one sequence fills all steps", (h, np.array([4, 7, 2, 3]), W, b)),
        Case("values", "all sequences fill all steps", (h, np.full(4, 7), W, b)),
        Case("edge cases", "one step", sample(1, 4, 3, 5, (1, 1, 1, 1))),
        Case("edge cases", "one sequence, one unit, one output", sample(7, 1, 1, 1, (4,))),
        Case("edge cases", "a sequence of length 1", (h, np.array([1, 6, 1, 2]), W, b)),
        Case(
            "edge cases", "a swapped view of an array", (batch_major.swapaxes(0, 1), lengths, W, b)
        ),
        Case(
            "edge cases",
            "float32",
            (h.astype(np.float32), lengths, W.astype(np.float32), b.astype(np.float32)),
        ),
    ]


# Mistakes that are easily made.


def last_padded_state(h, lengths, W, b):
    return h[-1] @ W + b


def one_step_too_far(h, lengths, W, b):
    return h[np.minimum(lengths, len(h) - 1), np.arange(h.shape[1])] @ W + b


def index_out_of_range(h, lengths, W, b):
    return h[lengths, np.arange(h.shape[1])] @ W + b


def one_step_too_early(h, lengths, W, b):
    return h[lengths - 2, np.arange(h.shape[1])] @ W + b


def first_state(h, lengths, W, b):
    return h[0] @ W + b


def mean_of_all_states(h, lengths, W, b):
    return h.mean(axis=0) @ W + b


def mean_of_valid_states(h, lengths, W, b):
    mask = np.arange(len(h))[:, None] < lengths
    return (h * mask[:, :, None]).sum(axis=0) / lengths[:, None] @ W + b


def sum_of_valid_states(h, lengths, W, b):
    mask = np.arange(len(h))[:, None] < lengths
    return (h * mask[:, :, None]).sum(axis=0) @ W + b


def largest_over_time(h, lengths, W, b):
    mask = np.arange(len(h))[:, None] < lengths
    return np.where(mask[:, :, None], h, -np.inf).max(axis=0) @ W + b


def longest_length_for_all(h, lengths, W, b):
    return h[lengths.max() - 1] @ W + b


def first_length_for_all(h, lengths, W, b):
    return h[lengths[0] - 1] @ W + b


def every_step(h, lengths, W, b):
    return h @ W + b


def unpaired_indices(h, lengths, W, b):
    return h[lengths - 1] @ W + b


def unpaired_and_too_far(h, lengths, W, b):
    return h[lengths] @ W + b


def no_bias(h, lengths, W, b):
    return h[lengths - 1, np.arange(h.shape[1])] @ W


def with_softmax(h, lengths, W, b):
    return softmax(h[lengths - 1, np.arange(h.shape[1])] @ W + b)


def with_tanh(h, lengths, W, b):
    return np.tanh(h[lengths - 1, np.arange(h.shape[1])] @ W + b)


def axes_exchanged(h, lengths, W, b):
    return h[np.arange(h.shape[1]), lengths - 1] @ W + b


def first_sequence_for_all(h, lengths, W, b):
    return h[lengths - 1, 0] @ W + b


def last_sequence_only(h, lengths, W, b):
    for n in range(len(lengths)):
        logits = h[lengths[n] - 1, n] @ W + b
    return logits


def counted_from_the_end(h, lengths, W, b):
    return h[-lengths, np.arange(h.shape[1])] @ W + b


def class_number(h, lengths, W, b):
    return fancy_indices(h, lengths, W, b).argmax(axis=1)


def no_weights(h, lengths, W, b):
    return h[lengths - 1, np.arange(h.shape[1])] + b


def bias_added_to_the_weights(h, lengths, W, b):
    return h[lengths - 1, np.arange(h.shape[1])] @ (W + b)


# Right answers in other styles.


def fancy_indices(h, lengths, W, b):
    return h[lengths - 1, np.arange(len(lengths))] @ W + b


def loop(h, lengths, W, b):
    return np.stack([h[length - 1, n].dot(W) + b for n, length in enumerate(lengths)])


def with_a_mask(h, lengths, W, b):
    last = (np.arange(h.shape[0])[:, None] == lengths - 1).astype(h.dtype)
    return np.einsum("tn,tnh,hv->nv", last, h, W) + b


def outputs_first(h, lengths, W, b):
    o = h @ W + b
    return np.take_along_axis(o, (lengths - 1)[None, :, None], axis=0)[0]


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"logits": ("N", "V")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "last padded state used",
            "A short sequence is over before the last row of h: "
            "what follows is what the network made of padding.",
            last_padded_state,
        ),
        Misconception(
            "one step past the end",
            "Python counts from 0: at which index is the last of `lengths[n]` steps?",
            one_step_too_far,
            group="one step past the end",
        ),
        Misconception(
            "one step past the end, out of range",
            "Python counts from 0: at which index is the last of `lengths[n]` steps?",
            index_out_of_range,
            group="one step past the end",
        ),
        Misconception(
            "one step before the end",
            "The last valid input has not been read yet in the state that you use.",
            one_step_too_early,
        ),
        Misconception(
            "first state used",
            "The first state knows of one input only; which one has seen the whole sequence?",
            first_state,
        ),
        Misconception(
            "mean of all states",
            "This design reads one state, the one that has seen everything, not an average.",
            mean_of_all_states,
        ),
        Misconception(
            "mean of the valid states",
            "The padding is left out rightly; but this design reads one state, not an average.",
            mean_of_valid_states,
        ),
        Misconception(
            "sum of the valid states",
            "The state already summarises the past; it need not be added up over time.",
            sum_of_valid_states,
        ),
        Misconception(
            "largest value over time",
            "This design reads one state; it does not choose unit by unit.",
            largest_over_time,
        ),
        Misconception(
            "longest length used for all",
            "Each sequence ends at its own step, not with the longest of the batch.",
            longest_length_for_all,
        ),
        Misconception(
            "first length used for all",
            "Each sequence has its own length; you use that of sequence 0 for all.",
            first_length_for_all,
        ),
        Misconception(
            "an output at every step",
            "One answer for each sequence is wanted, not one for each step.",
            every_step,
        ),
        Misconception(
            "indices not paired",
            "Step lengths[n] - 1 belongs to sequence n alone: two indices have to go together.",
            unpaired_indices,
        ),
        Misconception(
            "indices not paired, and one step too far",
            "Two indices have to go together, one of them the sequence's own number, "
            "and Python counts both from 0.",
            unpaired_and_too_far,
        ),
        Misconception(
            "bias missing",
            "The output layer has two parameters; one of them is never used.",
            no_bias,
        ),
        Misconception(
            "softmax applied",
            "Logits are asked for: the loss applies softmax itself.",
            with_softmax,
        ),
        Misconception(
            "tanh applied",
            "The output layer is linear: only the state is squashed.",
            with_tanh,
        ),
        Misconception(
            "time and batch exchanged in the index",
            "Of the three axes of h the first is time: which index belongs there?",
            axes_exchanged,
        ),
        Misconception(
            "sequence 0 read for all",
            "Each of the N sequences has states of its own: look at the second index.",
            first_sequence_for_all,
        ),
        Misconception(
            "answer of the last sequence only",
            "Each turn of a loop over the sequences makes an answer: what becomes of the one "
            "before?",
            last_sequence_only,
        ),
        Misconception(
            "steps counted from the end",
            "A negative index counts from the end of the array, where the padding is.",
            counted_from_the_end,
        ),
        Misconception(
            "the likeliest class in place of the logits",
            "The loss needs all V numbers of each sequence, not the place of the largest.",
            class_number,
        ),
        Misconception(
            "output weights missing",
            "H numbers of a state have to become V numbers.",
            no_weights,
        ),
        Misconception(
            "bias added to the weights",
            "What is multiplied first, and what is added afterwards? Look at your brackets.",
            bias_added_to_the_weights,
        ),
    ),
    correct=(fancy_indices, loop, with_a_mask, outputs_first),
    allowed=(linear.forward,),
)
