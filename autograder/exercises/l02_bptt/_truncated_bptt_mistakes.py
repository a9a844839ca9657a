"""Mistakes in truncated_bptt: where it cuts, what it cuts, and how it joins the chunks."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import rnn


def right(dh, cache, params, length):
    dx, dh0, dparams = rnn.truncated_backward(dh, cache, params, length)
    return dx, dh0, *dparams


def _cut_where(cut, dh, cache, params):
    """Backward through time where `cut(t)` says that nothing comes back into step t."""
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    da, future = np.zeros_like(h), np.zeros_like(h0)
    for t in range(len(h) - 1, -1, -1):
        if cut(t):
            future = np.zeros_like(h0)
        da[t] = (dh[t] + future) * (1 - h[t] ** 2)
        future = da[t] @ params.Wh.T
    return gather(da, future, x, before, params)


def gather(da, dh0, x, before, params):
    dWx, dWh = np.einsum("tnd,tnh->dh", x, da), np.einsum("tnk,tnh->kh", before, da)
    return da @ params.Wx.T, dh0, dWx, dWh, da.sum(axis=(0, 1))


def not_truncated(dh, cache, params, length):
    return _cut_where(lambda t: False, dh, cache, params)


def border_one_step_early(dh, cache, params, length):
    return _cut_where(lambda t: (t + 2) % length == 0, dh, cache, params)


def border_one_step_late(dh, cache, params, length):
    return _cut_where(lambda t: t % length == 0, dh, cache, params)


def chunks_counted_from_the_end(dh, cache, params, length):
    return _cut_where(lambda t: (len(dh) - 1 - t) % length == 0, dh, cache, params)


def length_as_number_of_chunks(dh, cache, params, length):
    steps = -(-len(dh) // length)
    return _cut_where(lambda t: (t + 1) % steps == 0, dh, cache, params)


def length_as_number_of_chunks_rounded_down(dh, cache, params, length):
    steps = max(len(dh) // length, 1)
    return _cut_where(lambda t: (t + 1) % steps == 0, dh, cache, params)


def length_as_number_of_equal_chunks(dh, cache, params, length):
    ends = [part[-1] for part in np.array_split(np.arange(len(dh)), length) if part.size]
    return _cut_where(lambda t: t in ends, dh, cache, params)


def one_step_longer(dh, cache, params, length):
    return _cut_where(lambda t: (t + 1) % (length + 1) == 0, dh, cache, params)


def loss_at_the_border_lost(dh, cache, params, length):
    """Where nothing comes back from the future, the step's own loss is dropped as well."""
    ends = (np.arange(len(dh)) + 1) % length == 0
    ends[-1] = False
    kept = np.where(ends[:, None, None], 0, dh)
    return right(kept, cache, params, length)


def state_reset_too(dh, cache, params, length):
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    before[length::length] = 0
    da = _through_chunks(dh, h, params, length)
    _, dh0, *_ = right(dh, cache, params, length)
    return gather(da, dh0, x, before, params)


def every_chunk_starts_from_h0(dh, cache, params, length):
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    before[::length] = h0
    da = _through_chunks(dh, h, params, length)
    _, dh0, *_ = right(dh, cache, params, length)
    return gather(da, dh0, x, before, params)


def first_state_of_the_chunk_before_it(dh, cache, params, length):
    """h[start] in place of h[start - 1]."""
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    before[length::length] = h[length::length]
    _, dh0, *_ = right(dh, cache, params, length)
    return gather(_through_chunks(dh, h, params, length), dh0, x, before, params)


def last_state_before_the_first_chunk(dh, cache, params, length):
    """h[start - 1] at start = 0 is h[-1]."""
    x, _, h = cache
    _, dh0, *_ = right(dh, cache, params, length)
    before = np.roll(h, 1, axis=0)
    return gather(_through_chunks(dh, h, params, length), dh0, x, before, params)


def _through_chunks(dh, h, params, length):
    da = np.zeros_like(h)
    for t in range(len(h) - 1, -1, -1):
        last = t == len(h) - 1 or (t + 1) % length == 0
        future = 0 if last else da[t + 1] @ params.Wh.T
        da[t] = (dh[t] + future) * (1 - h[t] ** 2)
    return da


def forward_run_again_from_zero(dh, cache, params, length):
    """Each chunk as a sequence of its own, with a forward pass of its own that starts at zero."""
    x, h0, _ = cache
    parts = []
    for start in range(0, len(x), length):
        chunk = slice(start, start + length)
        first = h0 if start == 0 else 0 * h0
        _, again = rnn.forward(x[chunk], first, params)
        parts.append(rnn.backward(dh[chunk], again, params))
    return join(parts)


def join(parts):
    dx = np.concatenate([part[0] for part in parts])
    sums = [sum(grads) for grads in zip(*(part[2] for part in parts), strict=True)]
    return dx, parts[0][1], *sums


def chunks(dh, cache, params, length):
    x, h0, h = cache
    parts = []
    for start in range(0, len(x), length):
        chunk = slice(start, start + length)
        before = h[start - 1] if start else h0
        parts.append(rnn.backward(dh[chunk], (x[chunk], before, h[chunk]), params))
    return parts


def only_the_last_chunk(dh, cache, params, length):
    dx, dh0, *_ = right(dh, cache, params, length)
    return dx, dh0, *chunks(dh, cache, params, length)[-1][2]


def only_the_first_chunk(dh, cache, params, length):
    dx, dh0, *_ = right(dh, cache, params, length)
    return dx, dh0, *chunks(dh, cache, params, length)[0][2]


def averaged_over_chunks(dh, cache, params, length):
    dx, dh0, *dparams = right(dh, cache, params, length)
    count = -(-len(dh) // length)
    return dx, dh0, *(gradient / count for gradient in dparams)


def last_chunks_initial_gradient(dh, cache, params, length):
    dx, _, *dparams = right(dh, cache, params, length)
    return dx, chunks(dh, cache, params, length)[-1][1], *dparams


def initial_gradients_summed(dh, cache, params, length):
    dx, _, *dparams = right(dh, cache, params, length)
    return dx, sum(part[1] for part in chunks(dh, cache, params, length)), *dparams


def initial_state_without_gradient(dh, cache, params, length):
    dx, dh0, *dparams = right(dh, cache, params, length)
    return dx, np.zeros_like(dh0), *dparams


def wrong_direction(dh, cache, params, length):
    """Cuts when the steps are counted in the order of the backward loop's visits, forwards."""
    _, h0, h = cache
    x = cache[0]
    before = np.concatenate([h0[None], h[:-1]])
    da, future = np.zeros_like(h), np.zeros_like(h0)
    for t in range(len(h)):
        if t % length == 0:
            future = np.zeros_like(h0)
        da[t] = (dh[t] + future) * (1 - h[t] ** 2)
        future = da[t] @ params.Wh.T
    return gather(da, da[0] @ params.Wh.T, x, before, params)


def window_behind_every_loss(dh, cache, params, length):
    """Every loss goes back `length` steps, across all borders."""
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    da, dh0 = np.zeros_like(h), np.zeros_like(h0)
    for end in range(len(h)):
        going_back = dh[end]
        for t in range(end, max(end - length, -1), -1):
            local = going_back * (1 - h[t] ** 2)
            da[t] += local
            going_back = local @ params.Wh.T
        if end < length:
            dh0 += going_back
    return gather(da, dh0, x, before, params)


def last_steps_only(dh, cache, params, length):
    """Goes back `length` steps from the end and stops."""
    recent = dh.copy()
    da = _through_chunks(recent, cache[2], params, len(dh))
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    da[: max(len(da) - length, 0)] = 0
    dh0 = da[0] @ params.Wh.T
    return gather(da, dh0, x, before, params)


def short_last_chunk_dropped(dh, cache, params, length):
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    da = _through_chunks(dh, h, params, length)
    da[len(h) // length * length :] = 0
    return gather(da, da[0] @ params.Wh.T, x, before, params)


def losses_at_the_ends_only(dh, cache, params, length):
    ends = (np.arange(len(dh)) + 1) % length == 0
    ends[-1] = True
    return right(np.where(ends[:, None, None], dh, 0), cache, params, length)


def joined_in_reverse(dh, cache, params, length):
    _, dh0, *dparams = right(dh, cache, params, length)
    parts = chunks(dh, cache, params, length)
    return np.concatenate([part[0] for part in parts[::-1]]), dh0, *dparams


def first_border_for_all(dh, cache, params, length):
    """h[length - 1] before every chunk."""
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    before[length::length] = h[min(length, len(h)) - 1]
    _, dh0, *_ = right(dh, cache, params, length)
    return gather(_through_chunks(dh, h, params, length), dh0, x, before, params)


def chunks_stacked(dh, cache, params, length):
    _, dh0, *dparams = right(dh, cache, params, length)
    return np.stack([part[0] for part in chunks(dh, cache, params, length)]), dh0, *dparams


MISTAKES = (
    Misconception(
        "not truncated",
        "This is the full gradient: nothing is cut off where a chunk begins.",
        not_truncated,
    ),
    Misconception(
        "border one step early",
        "Write down which steps share a chunk when the count starts at t = 0.",
        border_one_step_early,
    ),
    Misconception(
        "border one step late",
        "Write down which steps share a chunk when the count starts at t = 0.",
        border_one_step_late,
    ),
    Misconception(
        "chunks counted from the end",
        "The first chunk begins at t = 0; it is the last one that may be shorter.",
        chunks_counted_from_the_end,
    ),
    Misconception(
        "length taken as a number of chunks",
        "`length` says how many steps a chunk has, not how many chunks there are.",
        length_as_number_of_chunks,
    ),
    Misconception(
        "length taken as a number of chunks, rounded down",
        "`length` says how many steps a chunk has, not how many chunks there are.",
        length_as_number_of_chunks_rounded_down,
    ),
    Misconception(
        "length taken as a number of equal chunks",
        "`length` says how many steps a chunk has, not how many chunks there are.",
        length_as_number_of_equal_chunks,
    ),
    Misconception(
        "chunks one step too long",
        "Count the steps of your first chunk.",
        one_step_longer,
    ),
    Misconception(
        "the loss at the border lost",
        "The last step of a chunk hears nothing from the future, but it has a loss of its own.",
        loss_at_the_border_lost,
    ),
    Misconception(
        "state reset as well",
        "Only the gradient stops at a border; the state had gone on across it.",
        state_reset_too,
    ),
    Misconception(
        "every chunk starts from h0",
        "What was the state just before a chunk began?",
        every_chunk_starts_from_h0,
    ),
    Misconception(
        "a chunk's own first state as its initial state",
        "The initial state of a chunk is the one that its first step received, "
        "not the one that it made.",
        first_state_of_the_chunk_before_it,
    ),
    Misconception(
        "the last state before the first chunk",
        "Which entry of `h` is h[start − 1] when start is 0, and which state should it be?",
        last_state_before_the_first_chunk,
    ),
    Misconception(
        "forward pass run again from zero",
        "The forward pass is over and in the cache, and it was not cut.",
        forward_run_again_from_zero,
    ),
    Misconception(
        "only the last chunk's gradient",
        "The weights are the same in all chunks: what happens to the gradients "
        "that the chunks find?",
        only_the_last_chunk,
    ),
    Misconception(
        "only the first chunk's gradient",
        "The weights are the same in all chunks: what happens to the gradients "
        "that the chunks find?",
        only_the_first_chunk,
    ),
    Misconception(
        "averaged over the chunks",
        "The loss is a sum over all steps, in whatever chunks they lie.",
        averaged_over_chunks,
    ),
    Misconception(
        "the last chunk's initial gradient",
        "Which chunk has h0 as its initial state?",
        last_chunks_initial_gradient,
    ),
    Misconception(
        "initial gradients of all chunks summed",
        "Only one chunk begins with h0.",
        initial_gradients_summed,
    ),
    Misconception(
        "the initial state's gradient forgotten",
        "The first chunk starts from h0 and depends on it.",
        initial_state_without_gradient,
    ),
    Misconception(
        "truncated in the wrong direction",
        "Gradients travel from later steps to earlier ones inside a chunk too.",
        wrong_direction,
    ),
    Misconception(
        "a window behind every loss",
        "This lets a loss reach back across a border; here a border stops all gradients.",
        window_behind_every_loss,
    ),
    Misconception(
        "only the last steps of the sequence",
        "Truncation cuts the sequence into pieces; it does not throw the early pieces away.",
        last_steps_only,
    ),
    Misconception(
        "a short last chunk dropped",
        "How many steps are left over when T is no multiple of `length`, and who looks at them?",
        short_last_chunk_dropped,
    ),
    Misconception(
        "only the losses at the ends of chunks",
        "Every step has a loss of its own, wherever it lies in its chunk.",
        losses_at_the_ends_only,
    ),
    Misconception(
        "chunks joined in reverse order",
        "To which step does the first row of your dx belong?",
        joined_in_reverse,
    ),
    Misconception(
        "the state at the first border before every chunk",
        "Each chunk follows another one: which state did that one end with?",
        first_border_for_all,
    ),
    Misconception(
        "chunks stacked in place of joined",
        "dx has one axis for all T steps, and chunks may differ in length.",
        chunks_stacked,
    ),
)
