"""sequence_loss: softmax, summed negative log-likelihood, and a mask for unequal lengths."""

from functools import partial

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import losses
from rnn_core.activations import log_softmax, softmax


def reference(logits, targets, mask):
    return losses.softmax_cross_entropy(logits, targets, mask)[0]


def cases(rng):
    T, N, V = 5, 3, 4

    def sample(T, N, V, lengths):
        mask = (np.arange(T)[:, None] < np.asarray(lengths)).astype(float)
        # Bounded, so that a small number added to a probability shows with large logits only.
        return rng.uniform(-2.5, 2.5, (T, N, V)), rng.integers(V, size=(T, N)), mask

    logits, targets, mask = sample(T, N, V, (5, 2, 4))
    strided = np.repeat(logits, 2, axis=0)[::2]
    late = mask[::-1].copy()
    return [
        Case("values", "unequal lengths", (logits, targets, mask)),
        Case("values", "equal lengths", (logits, targets, np.ones((T, N)))),
        Case("values", "outputs that count at the end only", (logits, targets, late)),
        Case("edge cases", "one step", sample(1, N, V, (1, 1, 1))),
        Case("edge cases", "one sequence", sample(T, 1, V, (3,))),
        Case("edge cases", "one sequence has no valid step", sample(T, N, V, (5, 0, 2))),
        Case("edge cases", "no valid step at all", sample(T, N, V, (0, 0, 0))),
        Case("edge cases", "logits of thousands", (1000 * logits, targets, np.ones((T, N)))),
        Case("edge cases", "all logits near a thousand", (1000 + logits, targets, mask)),
        Case(
            "edge cases", "float32", (logits.astype(np.float32), targets, mask.astype(np.float32))
        ),
        Case("edge cases", "every other row of a longer array", (strided, targets, mask)),
    ]


def chosen(values, targets):
    """values[t, n, targets[t, n]]"""
    return np.take_along_axis(values, targets[:, :, None], axis=2)[:, :, 0]


# Mistakes that are easily made.


def mask_forgotten(logits, targets, mask):
    return -chosen(log_softmax(logits), targets).sum() / logits.shape[1]


def mean_over_time(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum() / mask.size


def divided_by_valid_steps(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum() / mask.sum()


def each_sequence_averaged(logits, targets, mask):
    nll = -(mask * chosen(log_softmax(logits), targets)).sum(axis=0)
    return (nll / mask.sum(axis=0)).mean()


def not_divided(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum()


def batch_averaged_twice(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum() / logits.shape[1] ** 2


def divided_by_steps_only(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum() / logits.shape[0]


def softmax_over_batch(logits, targets, mask):
    p = softmax(logits.swapaxes(1, 2)).swapaxes(1, 2)
    return -(mask * np.log(chosen(p, targets))).sum() / logits.shape[1]


def softmax_over_time(logits, targets, mask):
    p = softmax(logits.swapaxes(0, 2)).swapaxes(0, 2)
    return -(mask * np.log(chosen(p, targets))).sum() / logits.shape[1]


def softmax_over_everything(logits, targets, mask):
    p = np.exp(logits - logits.max())
    return -(mask * np.log(chosen(p / p.sum(), targets))).sum() / logits.shape[1]


def minus_forgotten(logits, targets, mask):
    return (mask * chosen(log_softmax(logits), targets)).sum() / logits.shape[1]


def log_forgotten(logits, targets, mask):
    return -(mask * chosen(softmax(logits), targets)).sum() / logits.shape[1]


def softmax_forgotten(logits, targets, mask):
    return -(mask * chosen(logits, targets)).sum() / logits.shape[1]


def log_of_the_sum(logits, targets, mask):
    p = (mask * chosen(softmax(logits), targets)).sum(axis=0)
    return -np.log(p).sum() / logits.shape[1]


def logits_masked(logits, targets, mask):
    return -chosen(log_softmax(logits * mask[:, :, None]), targets).sum() / logits.shape[1]


def mean_over_classes(logits, targets, mask):
    one_hot = np.eye(logits.shape[2])[targets] * mask[:, :, None]
    return -(one_hot * log_softmax(logits)).sum(axis=(0, 1)).mean() / logits.shape[1]


def base_two(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum() / np.log(2) / logits.shape[1]


def unstable(logits, targets, mask):
    p = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
    return -(mask * np.log(chosen(p, targets))).sum() / logits.shape[1]


def one_maximum_for_all(logits, targets, mask):
    e = np.exp(logits - logits.max())
    p = e / e.sum(axis=2, keepdims=True)
    return -(mask * np.log(chosen(p, targets))).sum() / logits.shape[1]


def log_of_softmax(logits, targets, mask):
    p = softmax(logits)
    return -(mask * np.log(chosen(p, targets))).sum() / logits.shape[1]


def small_number_inside(logits, targets, mask, small):
    p = softmax(logits)
    return -(mask * np.log(chosen(p, targets) + small)).sum() / logits.shape[1]


def targets_counted_from_one(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets - 1)).sum() / logits.shape[1]


def all_classes_summed(logits, targets, mask):
    return -(mask[:, :, None] * log_softmax(logits)).sum() / logits.shape[1]


def two_class_loss(logits, targets, mask):
    p, one_hot = softmax(logits), np.eye(logits.shape[2])[targets]
    terms = one_hot * np.log(p) + (1 - one_hot) * np.log(1 - p)
    return -(mask[:, :, None] * terms).sum() / logits.shape[1]


def last_step_only(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets))[-1].sum() / logits.shape[1]


def divided_by_classes(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum() / logits.shape[2]


def likeliest_class(logits, targets, mask):
    return -(mask * log_softmax(logits).max(axis=2)).sum() / logits.shape[1]


def one_loss_for_each_sequence(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum(axis=0)


def last_axis_kept(logits, targets, mask):
    log_p = np.take_along_axis(log_softmax(logits), targets[:, :, None], axis=2)
    return -(mask * log_p).sum() / logits.shape[1]


def empty_sequences_not_counted(logits, targets, mask):
    count = max(mask.any(axis=0).sum(), 1)
    return -(mask * chosen(log_softmax(logits), targets)).sum() / count


# Right answers in other styles.


def with_log_softmax(logits, targets, mask):
    return -(mask * chosen(log_softmax(logits), targets)).sum() / targets.shape[1]


def by_hand_in_loops(logits, targets, mask):
    T, N = targets.shape
    total = 0.0
    for t in range(T):
        for n in range(N):
            if mask[t, n]:
                o = logits[t, n] - logits[t, n].max()
                total += np.log(np.exp(o).sum()) - o[targets[t, n]]
    return total / N


def with_one_hot(logits, targets, mask):
    one_hot = np.eye(logits.shape[-1])[targets]
    top = logits.max(axis=-1, keepdims=True)
    log_total = top[..., 0] + np.log(np.exp(logits - top).sum(axis=-1))
    return np.einsum("tn,tn->", mask, log_total - np.einsum("tnv,tnv->tn", one_hot, logits)) / len(
        mask[0]
    )


def with_fancy_indices(logits, targets, mask):
    t, n = np.nonzero(mask)
    log_p = logits - np.logaddexp.reduce(logits, axis=2, keepdims=True)
    return float(-log_p[t, n, targets[t, n]].sum() / mask.shape[1])


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 2},
    returns={"loss": ()},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "mask forgotten",
            "Padding counts in your loss: changing a padded logit must not change it.",
            mask_forgotten,
        ),
        Misconception(
            "mean over time in place of the sum",
            "A longer sequence has more to get wrong: over time the loss is a sum.",
            mean_over_time,
        ),
        Misconception(
            "divided by the number of valid steps",
            "That is the loss per symbol; here the mean is taken over sequences only.",
            divided_by_valid_steps,
        ),
        Misconception(
            "each sequence averaged over its own length",
            "Each sequence contributes the sum of its steps, a long one more than a short one.",
            each_sequence_averaged,
        ),
        Misconception(
            "not divided by the batch",
            "Twice the same batch must give the same loss.",
            not_divided,
        ),
        Misconception(
            "divided by the batch twice",
            "The mean over the batch is taken once; look for a second division.",
            batch_averaged_twice,
        ),
        Misconception(
            "divided by T in place of N",
            "Axis 0 is time and axis 1 is the batch; the mean runs over the batch.",
            divided_by_steps_only,
        ),
        Misconception(
            "softmax over the batch",
            "The probabilities of the V classes sum to 1, at each step of each sequence.",
            softmax_over_batch,
        ),
        Misconception(
            "softmax over time",
            "The probabilities that sum to 1 belong to one step: check softmax's axis.",
            softmax_over_time,
        ),
        Misconception(
            "softmax over the whole array",
            "One distribution is wanted for each step of each sequence: check softmax's axis.",
            softmax_over_everything,
        ),
        Misconception(
            "sign missing",
            "The logarithm of a probability is negative, and a loss falls as the model improves.",
            minus_forgotten,
        ),
        Misconception(
            "logarithm missing",
            "Probabilities of several steps multiply; what turns a product into a sum?",
            log_forgotten,
        ),
        Misconception(
            "softmax missing",
            "Logits are not yet probabilities: they may be negative and need not sum to 1.",
            softmax_forgotten,
        ),
        Misconception(
            "logarithm of a sum",
            "Take the logarithm of each step's probability first, then add.",
            log_of_the_sum,
        ),
        Misconception(
            "mask applied to the logits",
            "A logit of 0 is not silence: it still has a probability, and so a loss.",
            logits_masked,
        ),
        Misconception(
            "mean over the classes",
            "Only the target's class enters the sum; the other V - 1 are not averaged in.",
            mean_over_classes,
        ),
        Misconception(
            "logarithm to base 2",
            "The unit differs: the natural logarithm is meant.",
            base_two,
        ),
        Misconception(
            "softmax that overflows",
            "exp of a thousand is infinite; softmax is unchanged "
            "when the same number is subtracted from all logits of a step.",
            unstable,
        ),
        Misconception(
            "logarithm of a probability that has become 0",
            "A very small probability is rounded to 0 before its logarithm is taken; "
            "the logarithm can be worked out before rounding.",
            log_of_softmax,
        ),
        *(
            Misconception(
                f"{small:.0e} inside the logarithm",
                "The small number hides how wrong a confident answer is; "
                "a logarithm of softmax that needs no rescue exists.",
                partial(small_number_inside, small=small),
            )
            for small in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
        ),
        Misconception(
            "one maximum for all steps",
            "Beside a step whose logits are large, all exponentials of another can be rounded to "
            "0, and then 0 is divided by 0: whose largest logit may be subtracted from a step?",
            one_maximum_for_all,
        ),
        Misconception(
            "targets counted from 1",
            "Classes are numbered from 0, as Python's indices are.",
            targets_counted_from_one,
        ),
        Misconception(
            "all classes summed",
            "What the network says of a class that is not the target enters through softmax only.",
            all_classes_summed,
        ),
        Misconception(
            "a two-class loss for each class",
            "The V classes exclude each other: one probability is scored at each step.",
            two_class_loss,
        ),
        Misconception(
            "last step only",
            "Every step that the mask counts has a loss of its own.",
            last_step_only,
        ),
        Misconception(
            "divided by V in place of N",
            "The mean runs over the sequences of the batch, not over the classes.",
            divided_by_classes,
        ),
        Misconception(
            "the likeliest class scored",
            "This is the loss of a network that is always right: where do the targets enter?",
            likeliest_class,
        ),
        Misconception(
            "one loss for each sequence",
            "A single number is asked for: how does a batch of sequences become one?",
            one_loss_for_each_sequence,
        ),
        Misconception(
            "an axis of length 1 left after picking",
            "Before the mask is multiplied, print the shapes of both factors.",
            last_axis_kept,
        ),
        Misconception(
            "empty sequences left out of the mean",
            "N counts all sequences of the batch, those without a valid step, too.",
            empty_sequences_not_counted,
        ),
    ),
    correct=(with_log_softmax, by_hand_in_loops, with_one_hot, with_fancy_indices),
)
