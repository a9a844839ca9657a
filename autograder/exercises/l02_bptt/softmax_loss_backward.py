"""softmax_loss_backward: from the loss summed over time back to the logits.

L = 1/N Σ_n Σ_t mask · (−log softmax(o)[target])      ∂L/∂o = mask · (softmax(o) − one_hot) / N
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import losses
from rnn_core.activations import log_softmax, softmax
from rnn_core.gradient_check import numerical_gradient


def reference(logits, targets, mask):
    _, cache = losses.softmax_cross_entropy(logits, targets, mask)
    return losses.softmax_cross_entropy_backward(cache)


def cases(rng):
    def draw(T, N, V, lengths):
        logits = 2 * rng.normal(size=(T, N, V))
        targets = rng.integers(V, size=(T, N))
        mask = (np.arange(T)[:, None] < np.array(lengths)).astype(float)
        return logits, targets, mask

    logits, targets, mask = draw(T=4, N=3, V=5, lengths=(4, 2, 3))

    def loss(o):
        return losses.softmax_cross_entropy(o, targets, mask)[0]

    o, y, m = draw(T=3, N=2, V=4, lengths=(3, 2))
    large = o + 1000 * (np.arange(3) > 0)[:, None, None]
    return [
        Case("values", "sequences of unequal length", draw(T=5, N=3, V=4, lengths=(5, 2, 4))),
        Case("values", "sequences of equal length", draw(T=2, N=4, V=3, lengths=(2, 2, 2, 2))),
        Case(
            "gradient",
            "against central differences",
            (logits, targets, mask),
            expected=numerical_gradient(loss, logits),
        ),
        Case("edge cases", "one step, one sequence", draw(T=1, N=1, V=3, lengths=(1,))),
        Case("edge cases", "float32", (o.astype(np.float32), y, m.astype(np.float32))),
        # In single precision, logits near 1,000 keep four digits after the point.
        Case("edge cases", "logits near 0, then near 1,000", (large, y, m), tolerance=1e-3),
        Case("edge cases", "a view that is not contiguous", (o[:, :, ::-1], y, m)),
    ]


def one_hot(targets, V):
    return (targets[..., None] == np.arange(V)).astype(float)


def one_hot_not_subtracted(logits, targets, mask):
    return softmax(logits) * mask[..., None] / logits.shape[1]


def softmax_missing(logits, targets, mask):
    return (logits - one_hot(targets, logits.shape[2])) * mask[..., None] / logits.shape[1]


def mask_forgotten(logits, targets, mask):
    return (softmax(logits) - one_hot(targets, logits.shape[2])) / logits.shape[1]


def mask_on_the_probabilities_only(logits, targets, mask):
    return (softmax(logits) * mask[..., None] - one_hot(targets, logits.shape[2])) / logits.shape[1]


def mask_turned_round(logits, targets, mask):
    return reference(logits, targets, 1 - mask)


def exponentials_overflow(logits, targets, mask):
    e = np.exp(logits)
    p = e / e.sum(axis=2, keepdims=True)
    return (p - one_hot(targets, logits.shape[2])) * mask[..., None] / logits.shape[1]


def averaged_over_time_too(logits, targets, mask):
    return reference(logits, targets, mask) / len(logits)


def averaged_over_real_steps(logits, targets, mask):
    return reference(logits, targets, mask) * logits.shape[1] / mask.sum()


def averaged_over_each_length(logits, targets, mask):
    return reference(logits, targets, mask) / mask.sum(axis=0)[:, None]


def not_averaged(logits, targets, mask):
    return reference(logits, targets, mask) * logits.shape[1]


def averaged_twice(logits, targets, mask):
    return reference(logits, targets, mask) / logits.shape[1]


def softmax_over_sequences(logits, targets, mask):
    p = softmax(np.swapaxes(logits, 1, 2))
    p = np.swapaxes(p, 1, 2)
    return (p - one_hot(targets, logits.shape[2])) * mask[..., None] / logits.shape[1]


def softmax_over_time(logits, targets, mask):
    p = np.moveaxis(softmax(np.moveaxis(logits, 0, 2)), 2, 0)
    return (p - one_hot(targets, logits.shape[2])) * mask[..., None] / logits.shape[1]


def slope_of_softmax_again(logits, targets, mask):
    p = softmax(logits)
    return reference(logits, targets, mask) * p * (1 - p)


def gradient_of_the_probabilities(logits, targets, mask):
    p = softmax(logits)
    return -one_hot(targets, logits.shape[2]) / p * mask[..., None] / logits.shape[1]


def gradient_at_the_target_only(logits, targets, mask):
    return reference(logits, targets, mask) * one_hot(targets, logits.shape[2])


def log_probabilities(logits, targets, mask):
    hot = one_hot(targets, logits.shape[2])
    return (log_softmax(logits) - hot) * mask[..., None] / logits.shape[1]


def targets_of_the_next_step(logits, targets, mask):
    return reference(logits, np.roll(targets, -1, axis=0), mask)


def not_normalised(logits, targets, mask):
    e = np.exp(logits - logits.max(axis=2, keepdims=True))
    return (e - one_hot(targets, logits.shape[2])) * mask[..., None] / logits.shape[1]


def one_maximum_for_all(logits, targets, mask):
    e = np.exp(logits - logits.max())
    p = e / e.sum(axis=2, keepdims=True)
    return (p - one_hot(targets, logits.shape[2])) * mask[..., None] / logits.shape[1]


def softmax_over_everything(logits, targets, mask):
    e = np.exp(logits - logits.max())
    return (e / e.sum() - one_hot(targets, logits.shape[2])) * mask[..., None] / logits.shape[1]


def divided_by_steps(logits, targets, mask):
    return reference(logits, targets, mask) * logits.shape[1] / logits.shape[0]


def divided_by_symbols(logits, targets, mask):
    return reference(logits, targets, mask) * logits.shape[1] / logits.shape[2]


def logits_masked(logits, targets, mask):
    return mask_forgotten(logits * mask[..., None], targets, mask)


def symbol_number_subtracted(logits, targets, mask):
    return (softmax(logits) - targets[..., None]) * mask[..., None] / logits.shape[1]


def indices_not_paired(logits, targets, mask):
    d = softmax(logits)
    d[:, :, targets] -= 1
    return d * mask[..., None] / logits.shape[1]


def mask_not_stretched(logits, targets, mask):
    return mask * (softmax(logits) - one_hot(targets, logits.shape[2])) / logits.shape[1]


def mask_on_the_right_not_stretched(logits, targets, mask):
    return (softmax(logits) - one_hot(targets, logits.shape[2])) * mask / logits.shape[1]


def counted_from_one(logits, targets, mask):
    return (softmax(logits) - one_hot(targets - 1, logits.shape[2])) * (
        mask[..., None] / logits.shape[1]
    )


def counted_from_one_by_index(logits, targets, mask):
    return reference(logits, (targets - 1) % logits.shape[2], mask)


def only_one_hot_divided(logits, targets, mask):
    hot = one_hot(targets, logits.shape[2])
    return (softmax(logits) - hot / logits.shape[1]) * mask[..., None]


def indexed(logits, targets, mask):
    T, N, _ = logits.shape
    d = np.exp(log_softmax(logits))
    d[np.arange(T)[:, None], np.arange(N), targets] -= 1
    return d * mask[..., None] / N


def loops(logits, targets, mask):
    T, N, V = logits.shape
    d = np.zeros((T, N, V))
    for t in range(T):
        for n in range(N):
            if mask[t, n]:
                p = np.exp(logits[t, n] - max(logits[t, n]))
                p /= sum(p)
                for v in range(V):
                    d[t, n, v] = (p[v] - (v == targets[t, n])) / N
    return d


def from_the_identity_matrix(logits, targets, mask):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return np.einsum("tnv,tn->tnv", p - np.eye(logits.shape[2])[targets], mask / mask.shape[1])


def one_real_step_at_a_time(logits, targets, mask):
    d = np.zeros_like(logits)
    for t, n in np.argwhere(mask):
        d[t, n] = softmax(logits[t, n])
        d[t, n, targets[t, n]] -= 1
    return d / logits.shape[1]


EXERCISE = Exercise(
    points={"values": 3, "gradient": 2, "edge cases": 1},
    returns={"dlogits": ("T", "N", "V")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "one-hot not subtracted",
            "Nothing here knows yet which symbol was the right one.",
            one_hot_not_subtracted,
        ),
        Misconception(
            "softmax missing",
            "The gradient compares probabilities with the target; "
            "logits are not probabilities yet.",
            softmax_missing,
        ),
        Misconception(
            "mask forgotten",
            "Steps beyond the end of a sequence are padding, and the loss does not count them.",
            mask_forgotten,
        ),
        Misconception(
            "mask on one half of the difference",
            "At a padded step the whole difference must vanish, not one of its two terms.",
            mask_on_the_probabilities_only,
        ),
        Misconception(
            "mask turned round",
            "The mask is 1 where a step counts.",
            mask_turned_round,
        ),
        Misconception(
            "exponentials overflow",
            "The exponential of 1000 is infinite on a computer; which change to all logits "
            "of a step changes no probability?",
            exponentials_overflow,
        ),
        Misconception(
            "averaged over time as well",
            "This loss is a sum over time: which axis does its mean run over?",
            averaged_over_time_too,
        ),
        Misconception(
            "averaged over the real steps",
            "The loss is divided by the number of sequences, not by the number of symbols in them.",
            averaged_over_real_steps,
        ),
        Misconception(
            "averaged over each sequence's length",
            "A long sequence has more terms in this loss than a short one, and keeps them.",
            averaged_over_each_length,
        ),
        Misconception(
            "batch not averaged",
            "The loss is a mean over something, and its gradient inherits that factor.",
            not_averaged,
        ),
        Misconception(
            "batch averaged twice",
            "The mean over the sequences enters the gradient once.",
            averaged_twice,
        ),
        Misconception(
            "softmax over the sequences",
            "Probabilities must add up to one over the symbols of one step of one sequence.",
            softmax_over_sequences,
        ),
        Misconception(
            "softmax over time",
            "The symbols of one step compete with each other, not the steps.",
            softmax_over_time,
        ),
        Misconception(
            "softmax differentiated twice",
            "The short form of this gradient has the derivative of softmax in it already.",
            slope_of_softmax_again,
        ),
        Misconception(
            "gradient of the probabilities",
            "This is how the loss reacts to a probability; one link is still missing, "
            "from the probabilities back to the logits.",
            gradient_of_the_probabilities,
        ),
        Misconception(
            "gradient at the target only",
            "Raising the logit of a wrong symbol takes probability from the right one, "
            "so it has a gradient too.",
            gradient_at_the_target_only,
        ),
        Misconception(
            "log-probabilities for probabilities",
            "The logarithm belongs to the loss and is gone from its derivative.",
            log_probabilities,
        ),
        Misconception(
            "targets of the next step",
            "Here targets[t] already is what step t should say, so nothing needs shifting.",
            targets_of_the_next_step,
        ),
        Misconception(
            "softmax not normalised",
            "Exponentials become probabilities when they are made to add up to one.",
            not_normalised,
        ),
        Misconception(
            "one maximum for all steps",
            "Beside a step whose logits are large, all exponentials of another can be rounded to "
            "0, and then 0 is divided by 0: whose largest logit may be subtracted from a step?",
            one_maximum_for_all,
        ),
        Misconception(
            "softmax over the whole array",
            "Probabilities must add up to one over the symbols of one step of one sequence.",
            softmax_over_everything,
        ),
        Misconception(
            "divided by T in place of N",
            "Axis 0 is time and axis 1 is the batch: over which of them is the loss a mean?",
            divided_by_steps,
        ),
        Misconception(
            "divided by V in place of N",
            "The mean runs over the sequences of the batch, not over the symbols.",
            divided_by_symbols,
        ),
        Misconception(
            "mask applied to the logits",
            "A logit of 0 is not silence: it still has a probability, and so a gradient.",
            logits_masked,
        ),
        Misconception(
            "number of the symbol subtracted",
            "A target names a place among the V symbols: what belongs at that place, and what "
            "everywhere else?",
            symbol_number_subtracted,
        ),
        Misconception(
            "indices not paired",
            "Target (t, n) belongs to step t of sequence n alone: three indices go together.",
            indices_not_paired,
        ),
        Misconception(
            "mask not stretched over the symbols",
            "The mask has one number for each step and sequence: which axis does it lack?",
            mask_not_stretched,
        ),
        Misconception(
            "mask on the right, not stretched over the symbols",
            "The mask has one number for each step and sequence: which axis does it lack?",
            mask_on_the_right_not_stretched,
        ),
        Misconception(
            "symbols counted from 1",
            "Symbols are numbered from 0, as Python's indices are.",
            counted_from_one,
        ),
        Misconception(
            "symbols counted from 1, by an index",
            "Symbols are numbered from 0, as Python's indices are; and −1 is the last of them.",
            counted_from_one_by_index,
        ),
        Misconception(
            "only one of the two terms divided",
            "The mean belongs to the whole difference: look at your brackets.",
            only_one_hot_divided,
        ),
    ),
    correct=(indexed, loops, from_the_identity_matrix, one_real_step_at_a_time),
)
