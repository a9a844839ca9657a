"""leaky_step: one step that keeps a share of the old state, h' = α h + (1 − α) n."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l01_unrolling.rnn_step import random_params
from rnn_core import leaky, rnn


def reference(x, h, params, alpha):
    return leaky.step(x, h, params, alpha)[0]


def cases(rng):
    N, D, H = 3, 2, 4
    x, h, params = rng.normal(size=(N, D)), rng.uniform(-1, 1, (N, H)), random_params(rng, D, H)
    alphas = np.array([0.1, 0.35, 0.7, 0.9])
    one = rng.normal(size=(1, 1)), rng.uniform(0.2, 1, (1, 1)), random_params(rng, 1, 1)
    single = [a.astype(np.float32) for a in (x, h, *params)]
    wide = rng.uniform(-1, 1, (N, 2 * H))
    return [
        Case("values", "one α for all units", (x, h, params, 0.8)),
        Case("values", "an α for each unit", (x, h, params, alphas)),
        Case("edge cases", "one sequence, one input, one unit", (*one, 0.6)),
        Case("edge cases", "nothing is kept", (x, h, params, 0.0)),
        Case("edge cases", "a zero state", (x, np.zeros_like(h), params, 0.8)),
        Case("edge cases", "float32", (single[0], single[1], rnn.Params(*single[2:]), 0.8)),
        Case("edge cases", "every other column", (x, wide[:, ::2], params, alphas)),
    ]


def candidate(x, h, params):
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b)


# Mistakes that are easily made.


def exchanged(x, h, params, alpha):
    return (1 - alpha) * h + alpha * candidate(x, h, params)


def no_leak(x, h, params, alpha):
    return candidate(x, h, params)


def new_part_in_full(x, h, params, alpha):
    return alpha * h + candidate(x, h, params)


def old_part_in_full(x, h, params, alpha):
    return h + (1 - alpha) * candidate(x, h, params)


def both_times_alpha(x, h, params, alpha):
    return alpha * h + alpha * candidate(x, h, params)


def old_part_missing(x, h, params, alpha):
    return (1 - alpha) * candidate(x, h, params)


def mixed_inside_the_tanh(x, h, params, alpha):
    a = x @ params.Wx + h @ params.Wh + params.b
    return np.tanh(alpha * h + (1 - alpha) * a)


def squashed_again(x, h, params, alpha):
    return np.tanh(alpha * h + (1 - alpha) * candidate(x, h, params))


def no_tanh(x, h, params, alpha):
    return alpha * h + (1 - alpha) * (x @ params.Wx + h @ params.Wh + params.b)


def recurrence_reads_the_kept_part(x, h, params, alpha):
    kept = alpha * h
    return kept + (1 - alpha) * candidate(x, kept, params)


def alpha_in_front_of_the_weights(x, h, params, alpha):
    return np.tanh(x @ params.Wx + (alpha * h) @ params.Wh + params.b)


def mixing_only_the_sums(x, h, params, alpha):
    return alpha * np.tanh(h @ params.Wh) + (1 - alpha) * np.tanh(x @ params.Wx + params.b)


def new_part_blind_to_the_state(x, h, params, alpha):
    return alpha * h + (1 - alpha) * np.tanh(x @ params.Wx + params.b)


def bracket_missing(x, h, params, alpha):
    return alpha * h + 1 - alpha * candidate(x, h, params)


def sigmoid(x, h, params, alpha):
    n = 1 / (1 + np.exp(-(x @ params.Wx + h @ params.Wh + params.b)))
    return alpha * h + (1 - alpha) * n


def bias_outside(x, h, params, alpha):
    return alpha * h + (1 - alpha) * (np.tanh(x @ params.Wx + h @ params.Wh) + params.b)


def two_activations(x, h, params, alpha):
    n = np.tanh(x @ params.Wx + params.b) + np.tanh(h @ params.Wh)
    return alpha * h + (1 - alpha) * n


def both_returned(x, h, params, alpha):
    n = candidate(x, h, params)
    return alpha * h + (1 - alpha) * n, n


def cache_not_taken_off(x, h, params, alpha):
    n = rnn.step(x, h, params)
    return alpha * h + (1 - alpha) * n


def bias_missing(x, h, params, alpha):
    return alpha * h + (1 - alpha) * np.tanh(x @ params.Wx + h @ params.Wh)


def wh_transposed(x, h, params, alpha):
    return alpha * h + (1 - alpha) * np.tanh(x @ params.Wx + h @ params.Wh.T + params.b)


def one_alpha_for_all(x, h, params, alpha):
    share = np.ravel(alpha)[0]
    return share * h + (1 - share) * candidate(x, h, params)


def mean_alpha_for_all(x, h, params, alpha):
    share = np.mean(alpha)
    return share * h + (1 - share) * candidate(x, h, params)


def first_sequence_for_all(x, h, params, alpha):
    return np.tile(reference(x, h, params, alpha)[:1], (len(x), 1))


def bias_outside_everything(x, h, params, alpha):
    return alpha * h + (1 - alpha) * np.tanh(x @ params.Wx + h @ params.Wh) + params.b


def alpha_in_the_tanh_only(x, h, params, alpha):
    return np.tanh(x @ params.Wx + alpha * (h @ params.Wh) + params.b)


def kept_part_through_the_weights(x, h, params, alpha):
    return alpha * h @ params.Wh + (1 - alpha) * candidate(x, h, params)


def weights_for_the_kept_part_only(x, h, params, alpha):
    return alpha * h @ params.Wh + (1 - alpha) * np.tanh(x @ params.Wx + params.b)


def relu(x, h, params, alpha):
    n = np.maximum(0, x @ params.Wx + h @ params.Wh + params.b)
    return alpha * h + (1 - alpha) * n


def exchanged_and_old_in_full(x, h, params, alpha):
    return h + alpha * candidate(x, h, params)


def exchanged_and_new_in_full(x, h, params, alpha):
    return (1 - alpha) * h + candidate(x, h, params)


def last_alpha_for_all(x, h, params, alpha):
    share = np.ravel(alpha)[-1]
    return share * h + (1 - share) * candidate(x, h, params)


# Right answers in other styles.


def towards_the_candidate(x, h, params, alpha):
    n = np.tanh(np.dot(x, params.Wx) + np.dot(h, params.Wh) + params.b)
    return h + (1 - alpha) * (n - h)


def with_one_block(x, h, params, alpha):
    ones = np.ones((len(x), 1), x.dtype)
    n = np.tanh(np.hstack([x, h, ones]) @ np.vstack([params.Wx, params.Wh, params.b]))
    return n - alpha * (n - h)


def unit_by_unit(x, h, params, alpha):
    N, H = h.shape
    shares = np.broadcast_to(alpha, (H,))
    new = np.zeros((N, H))
    for n in range(N):
        for k in range(H):
            a = params.b[k] + sum(x[n] * params.Wx[:, k]) + sum(h[n] * params.Wh[:, k])
            new[n, k] = shares[k] * h[n, k] + (1 - shares[k]) * np.tanh(a)
    return new


def by_the_plain_step(x, h, params, alpha):
    n, _ = rnn.step(x, h, params)
    return alpha * h + (1 - alpha) * n


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"h_next": ("N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "kept and new exchanged",
            "With α close to 1 a unit changes slowly; yours changes fast.",
            exchanged,
        ),
        Misconception("α not used", "This is the plain network: where does α enter?", no_leak),
        Misconception(
            "new part in full",
            "The two shares make one whole: if more is kept, less can come in.",
            new_part_in_full,
        ),
        Misconception(
            "old part in full",
            "Nothing is ever lost in your unit: which share of the old state should stay?",
            old_part_in_full,
        ),
        Misconception(
            "exchanged, and the old part in full",
            "The two shares make one whole, and α is the share of the old state.",
            exchanged_and_old_in_full,
        ),
        Misconception(
            "exchanged, and the new part in full",
            "The two shares make one whole, and α is the share of the old state.",
            exchanged_and_new_in_full,
        ),
        Misconception(
            "the same share twice", "The two shares add up to 1; yours to 2 α.", both_times_alpha
        ),
        Misconception(
            "old part missing",
            "What the unit held before should stay in part, without passing a matrix.",
            old_part_missing,
        ),
        Misconception(
            "mixed inside the tanh",
            "The old state has been squashed already; only what is new passes the activation.",
            mixed_inside_the_tanh,
        ),
        Misconception(
            "squashed again",
            "What is kept would shrink at each step by more than α: the mix needs no activation.",
            squashed_again,
        ),
        Misconception(
            "no activation",
            "What comes in is what a plain network would compute, tanh included.",
            no_tanh,
        ),
        Misconception(
            "weights read the kept part only",
            "α weighs the result; the new part is computed from the whole old state.",
            recurrence_reads_the_kept_part,
        ),
        Misconception(
            "α in front of the weights",
            "A way around the matrix and the tanh is the point of a leaky unit.",
            alpha_in_front_of_the_weights,
        ),
        Misconception(
            "α at the recurrent sum only",
            "A share of h should stay as it is, beside the tanh and not in it.",
            alpha_in_the_tanh_only,
        ),
        Misconception(
            "kept part sent through Wh",
            "What is kept is kept as it is: no matrix.",
            kept_part_through_the_weights,
        ),
        Misconception(
            "Wh on the kept part only",
            "Wh belongs to the new part; what is kept passes no matrix.",
            weights_for_the_kept_part_only,
        ),
        Misconception(
            "old state sent through weights and tanh",
            "What is kept is the state as it is; the new part reads both, state and input.",
            mixing_only_the_sums,
        ),
        Misconception(
            "new part without the state",
            "What a plain network would do next depends on its state, too.",
            new_part_blind_to_the_state,
        ),
        Misconception(
            "bracket around 1 − α missing",
            "Which parts of your line does the new part multiply?",
            bracket_missing,
        ),
        Misconception(
            "sigmoid in place of tanh",
            "A state of lesson 01 can be negative: which activation does that?",
            sigmoid,
        ),
        Misconception("ReLU in place of tanh", "Can a state of yours be negative?", relu),
        Misconception(
            "bias outside the tanh",
            "All three summands are added before the activation.",
            bias_outside,
        ),
        Misconception(
            "bias outside everything",
            "To which sum does the bias belong?",
            bias_outside_everything,
        ),
        Misconception(
            "two activations",
            "First everything is added, then there is one activation.",
            two_activations,
        ),
        Misconception(
            "two things returned",
            "One array is wanted, the next state; n is on the way to it.",
            both_returned,
        ),
        Misconception(
            "the step's two results taken for one",
            "`rnn.step` returns the state and what its backward pass will need.",
            cache_not_taken_off,
        ),
        Misconception(
            "bias missing",
            "One of the three parameters is never used.",
            bias_missing,
        ),
        Misconception(
            "Wh transposed",
            "Wh is square, so its transpose fits too; rows belong to the old state.",
            wh_transposed,
        ),
        Misconception(
            "one α for all units",
            "α may be one number or one for each unit: does your code look at all of them?",
            one_alpha_for_all,
        ),
        Misconception(
            "one α, the last or the largest, for all units",
            "Each unit keeps a share of its own: does your code look at all of them?",
            last_alpha_for_all,
        ),
        Misconception(
            "mean α for all units",
            "Units with different α keep different shares; their mean is none of them.",
            mean_alpha_for_all,
        ),
        Misconception(
            "sequence 0 copied to all",
            "Each sequence of the batch has a state of its own.",
            first_sequence_for_all,
        ),
    ),
    correct=(towards_the_candidate, with_one_block, unit_by_unit, by_the_plain_step),
    allowed=(rnn.step,),
)
