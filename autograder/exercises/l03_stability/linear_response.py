"""linear_response: h[t] = W h[t−1] + C x[t], with h0 before x[0]. Vectors are columns."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import recursion


def reference(x, h0, W, C):
    return recursion.linear_response(x, h0, W, C)


def cases(rng):
    def draw(T, D, H):
        W = rng.normal(size=(H, H)) / H**0.5
        return rng.normal(size=(T, D)), rng.normal(size=H), W, rng.normal(size=(H, D))

    x, h0, W, C = draw(5, 2, 4)
    single = tuple(array.astype(np.float32) for array in (x, h0, W, C))
    kick = np.concatenate([x[:1], np.zeros_like(x[1:])])
    return [
        Case("values", "inputs at every step", draw(6, 3, 4)),
        Case("values", "other sizes", draw(7, 5, 3)),
        Case("values", "one kick at the first step", (kick, h0, W, C)),
        Case("edge cases", "as many inputs as units", draw(4, 3, 3)),
        Case("edge cases", "never fed", (0 * x, h0, W, C)),
        Case("edge cases", "from a zero state", (x, 0 * h0, W, C)),
        Case("edge cases", "a single step", draw(1, 2, 5)),
        Case("edge cases", "one of everything", draw(1, 1, 1)),
        Case("edge cases", "float32", single),
        Case("edge cases", "views that are not contiguous", (x[::-1], h0, W.T, C[:, ::-1])),
    ]


def row_convention(x, h0, W, C):
    return reference(x, h0, W.T, C)


def initial_state_ignored(x, h0, W, C):
    return reference(x, 0 * h0, W, C)


def never_fed(x, h0, W, C):
    return reference(0 * x, h0, W, C)


def fed_once(x, h0, W, C):
    return reference(np.concatenate([x[:1], 0 * x[1:]]), h0, W, C)


def first_input_every_time(x, h0, W, C):
    return reference(np.broadcast_to(x[:1], x.shape), h0, W, C)


def input_through_W_too(x, h0, W, C):
    h, state = [], h0
    for x_t in x:
        state = W @ (state + C @ x_t)
        h.append(state)
    return np.stack(h)


def squashed(x, h0, W, C):
    h, state = [], h0
    for x_t in x:
        state = np.tanh(W @ state + C @ x_t)
        h.append(state)
    return np.stack(h)


def of_lesson_01(x, h0, W, C):
    """Rows for columns, and a tanh."""
    return squashed(x, h0, W.T, C)


def last_step_missing(x, h0, W, C):
    """A buffer of zeros, and a loop that ends one step early."""
    h = reference(x, h0, W, C)
    h[-1] = 0
    return h


def newest_input_missing(x, h0, W, C):
    """The closed form with range(t) in place of range(t + 1)."""
    return reference(x, h0, W, C) - x @ C.T


def row_convention_without_start(x, h0, W, C):
    return reference(x, 0 * h0, W.T, C)


def row_convention_from_the_start_on(x, h0, W, C):
    return starts_with_the_initial_state(x, h0, W.T, C)


def one_step_late(x, h0, W, C):
    return np.concatenate([h0[None], reference(x, h0, W, C)[:-1]])


def input_one_step_late(x, h0, W, C):
    return reference(np.concatenate([0 * x[:1], x[:-1]]), h0, W, C)


def last_input_first(x, h0, W, C):
    """x[t − 1], which is the last input where t is 0."""
    return reference(np.roll(x, 1, axis=0), h0, W, C)


def initial_state_kept_as_well(x, h0, W, C):
    return np.concatenate([h0[None], reference(x, h0, W, C)])


def last_state_only(x, h0, W, C):
    return reference(x, h0, W, C)[-1]


def state_never_updated(x, h0, W, C):
    return np.stack([W @ h0 + C @ x_t for x_t in x])


def no_memory(x, h0, W, C):
    return x @ C.T


def state_not_multiplied(x, h0, W, C):
    return h0 + np.cumsum(x @ C.T, axis=0)


def entries_multiplied(x, h0, W, C):
    """W * h weights the columns of W and adds nothing up."""
    h, state = [], h0
    for x_t in x:
        state = np.diag(W) * state + C @ x_t
        h.append(state)
    return np.stack(h)


def powers_entry_by_entry(x, h0, W, C):
    """The closed form, with W**t for the t-th power of the matrix."""
    h = []
    for t in range(len(x)):
        powers = [np.eye(len(W)) if k == t else W ** (t - k) for k in range(t + 1)]
        fed = sum(powers[k] @ C @ x[k] for k in range(t + 1))
        h.append(W ** (t + 1) @ h0 + fed)
    return np.stack(h)


def initial_state_one_power_short(x, h0, W, C):
    """The closed form, with W^t h0 in place of W^(t+1) h0."""
    start = [np.linalg.matrix_power(W, t) @ h0 for t in range(len(x))]
    return reference(x, 0 * h0, W, C) + np.stack(start)


def same_buffer_for_all_steps(x, h0, W, C):
    """The list holds one array T times, as it is at the end."""
    last = reference(x, h0, W, C)[-1]
    return np.stack([last] * len(x))


def starts_with_the_initial_state(x, h0, W, C):
    """h[0] = h0, and the loop begins at 1."""
    return np.concatenate([h0[None], reference(x[1:], h0, W, C)]) if len(x) > 1 else h0[None]


def inputs_not_carried_on(x, h0, W, C):
    return reference(0 * x, h0, W, C) + x @ C.T


def star_for_product(x, h0, W, C):
    h, state = [], h0
    for x_t in x:
        state = W * state + C @ x_t
        h.append(state)
    return np.stack(h)


def closed_form(x, h0, W, C):
    power = np.linalg.matrix_power
    h = []
    for t in range(len(x)):
        fed = sum(power(W, t - k) @ C @ x[k] for k in range(t + 1))
        h.append(power(W, t + 1) @ h0 + fed)
    return np.array(h)


def one_block(x, h0, W, C):
    block, state, h = np.hstack([W, C]), h0, []
    for x_t in x:
        state = block @ np.concatenate([state, x_t])
        h.append(state)
    return h


def rows_into_a_buffer(x, h0, W, C):
    h = x @ C.T
    h[0] += h0 @ W.T
    for t in range(1, len(h)):
        h[t] += np.einsum("k,hk->h", h[t - 1], W)
    return h


def entry_by_entry(x, h0, W, C):
    T, H = len(x), len(h0)
    h, before = np.zeros((T, H)), h0
    for t in range(T):
        for i in range(H):
            h[t, i] = sum(W[i, j] * before[j] for j in range(H))
            h[t, i] += sum(C[i, d] * x[t, d] for d in range(x.shape[1]))
        before = h[t]
    return h


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"h": ("T", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "the input one step late",
            "`h[t]` has heard `x[t]`: which input does your loop read at step t?",
            input_one_step_late,
        ),
        Misconception(
            "the input one step late, the last one first",
            "`h[t]` has heard `x[t]`. And which entry of x is `x[-1]`?",
            last_input_first,
        ),
        Misconception(
            "W from the wrong side",
            "In this lesson a state is a column: its matrix stands on its left, unlike in the "
            "lessons before.",
            row_convention,
        ),
        Misconception(
            "initial state ignored",
            "A recurrence that is not fed still has somewhere to start from.",
            initial_state_ignored,
        ),
        Misconception(
            "inputs ignored", "Which of the four arguments does your loop never use?", never_fed
        ),
        Misconception(
            "only the first input read",
            "The kick of the example is followed by zeros; other inputs are not.",
            fed_once,
        ),
        Misconception(
            "the first input read at every step",
            "Which entry of `x` belongs to step t?",
            first_input_every_time,
        ),
        Misconception(
            "the new input multiplied by W as well",
            "An input that has just arrived has not yet been through the recurrence.",
            input_through_W_too,
        ),
        Misconception(
            "an activation applied",
            "This recurrence is linear: two products and a sum.",
            squashed,
        ),
        Misconception(
            "lesson 01's network",
            "Here there is no tanh, and a state is a column: matrices stand on its left.",
            of_lesson_01,
        ),
        Misconception(
            "the last state missing",
            "How many steps does your loop take? There is one for each input.",
            last_step_missing,
        ),
        Misconception(
            "the newest input missing",
            "`h[t]` has heard `x[t]`: does your sum reach that far?",
            newest_input_missing,
        ),
        *(
            Misconception(
                f"W from the wrong side, and {what}",
                "A state is a column: its matrix stands on its left. And `h[0]` is what W makes of "
                "h0, with x[0] added.",
                answer,
            )
            for what, answer in {
                "initial state ignored": row_convention_without_start,
                "initial state in the first place": row_convention_from_the_start_on,
            }.items()
        ),
        Misconception(
            "one step late",
            "`h[t]` is the state after x[t] was read.",
            one_step_late,
        ),
        Misconception(
            "the initial state listed as well",
            "How many states are there after T inputs, if h0 is not counted?",
            initial_state_kept_as_well,
        ),
        Misconception(
            "only the last state returned",
            "The states of all steps are wanted.",
            last_state_only,
        ),
        Misconception(
            "the last state at every step",
            "A list that holds one array many times shows it as it is at the end: does every step "
            "make a new array?",
            same_buffer_for_all_steps,
        ),
        Misconception(
            "the state never replaced",
            "Which state does the second step start from?",
            state_never_updated,
        ),
        Misconception(
            "no memory",
            "Your result at a step depends on that step's input alone.",
            no_memory,
        ),
        Misconception(
            "the previous state not multiplied",
            "You add up inputs; what happens to the old state on its way into the new one?",
            state_not_multiplied,
        ),
        Misconception(
            "the diagonal of W alone",
            "Every unit listens to all units, not to itself alone.",
            entries_multiplied,
        ),
        Misconception(
            "initial state in the first place",
            "`h[0]` is the state after x[0] was read: has your loop read it?",
            starts_with_the_initial_state,
        ),
        Misconception(
            "inputs not carried on",
            "An input stays in the state after its own step: which state does the next step use?",
            inputs_not_carried_on,
        ),
        Misconception(
            "`*` in place of `@`",
            "`*` multiplies entry by entry and adds nothing up.",
            star_for_product,
        ),
        Misconception(
            "powers entry by entry",
            "`W**2` squares every entry; the second power of a matrix is W @ W.",
            powers_entry_by_entry,
        ),
        Misconception(
            "initial state one power short",
            "How often has h0 been multiplied by W once x[0] has been read?",
            initial_state_one_power_short,
        ),
    ),
    correct=(closed_form, one_block, rows_into_a_buffer, entry_by_entry),
)
