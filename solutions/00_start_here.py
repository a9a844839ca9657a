# %% [markdown]
# # 00 Start here
#
# **How does a lesson work, and does everything work on this machine?**
# In ten minutes you will have gone once around the loop that all lessons are made of: predict, run,
# write, check.
#
# *Time: 10 minutes (6 of reading, 4 for the exercise; the cells run in 3 seconds). The tables at
# the end are for looking things up. Needed: Python with a little NumPy.*
#
# After this lesson you can
#
# - **test** your installation,
# - **write** the smallest recurrence and **read** the report on it,
# - **translate** the symbols of four well-known sources into those of this course.
#
# Run a cell with Shift+Enter. Start here.

# %%
from importlib.metadata import requires, version
from platform import python_version

import numpy as np
from packaging.requirements import Requirement

from autograder import check, yours_or_ours
from rnn_core.plots import lines
from rnn_core.widgets import predict, unroll_explorer

print(f"{'python':12} {python_version()}")
for package in map(Requirement, requires("rnn-course")):
    if package.marker is None:
        found = version(package.name)
        verdict = "ok" if found in package.specifier else f"{package.specifier} is needed"
        print(f"{package.name:12} {found:10} {verdict}")

# %% [markdown]
# Every package should be *ok*. If one is not, or the cell stopped with an error, close JupyterLab
# and start it again with `make lab` in the folder of the course.
#
# Next, something that moves.

# %% tags=["widget"]
unroll_explorer()

# %% [markdown]
# Drag the slider τ. If the drawing grows and shrinks, widgets work here. What it shows is lesson
# 01; notice only that $W_h$ returns at every step, while the number of weights at the bottom stays
# the same.
#
# ## 1 Predict, then run
#
# A **recurrence** computes a state $h$ from the state before it. Here are two. They read numbers
# $x^{(1)}, x^{(2)}, \dots$, one at each step $t$, and have nothing to remember at the start:
#
# $$\text{leaky:}\quad h^{(t)} = 0.9\, h^{(t-1)} + x^{(t)} \qquad
#   \text{running sum:}\quad h^{(t)} = h^{(t-1)} + x^{(t)} \qquad h^{(0)} = 0$$
#
# By hand, for the inputs 1, 0, 0: the leaky state goes 1, 0.9, 0.81, the running sum 1, 1, 1.
# Python counts from 0, so that $x^{(1)}$ is `x[0]`, and `h[0]` is $h^{(1)}$, the state after
# reading `x[0]`.
#
# Now let a 1 be followed by ninety-nine zeros. Before you run anything, commit to a guess. It is
# not graded, and nobody but you sees it. It makes you notice what you believed.

# %%
guess = predict(
    "The input is 1 and then 99 zeros. How much of it is left in the leaky state at the end?",
    ["about a half", "about a tenth", "less than a thousandth"],
)

# %%
# NBVAL_CHECK_OUTPUT
pulse = np.zeros((100, 1))  # 100 time steps, 1 sequence
pulse[0] = 1

leaky = np.zeros_like(pulse)
state = np.zeros(1)
for t in range(100):
    state = 0.9 * state + pulse[t]
    leaky[t] = state

print(f"the leaky state at the end: {leaky[-1, 0]:.6f}")

# %%
guess.compare(
    "less than a thousandth",
    "Each step multiplies by 0.9, and 0.9 to the power 99 is 0.00003.",
)

# %% [markdown]
# Ten per cent lost at each step does not look like much, and after a hundred steps everything is
# gone. This one effect is behind half of the course: recurrent networks forget in this way
# (lesson 03), learn badly because of it (04), and were rebuilt to avoid it (06).
#
# ## 2 Write
#
# Your turn. The cell below holds a function that is not written yet. Its docstring says what to
# compute, with the shape of every array; the shapes have names that stay the same through the
# course, such as T for time steps and N for sequences that are processed side by side. Replace
# the line that raises the error, then run the cell.


# %%
def running_sum(x):
    """The running sum of several sequences at once.

        h[t] = h[t-1] + x[t],    where the state before h[0] is zero

    x (T, N): T steps of N sequences, floats   ->   h (T, N): the state after each step

    Example: x = [[1., 10.], [2., 20.], [3., 30.]]  ->  [[1., 10.], [3., 30.], [6., 60.]]
    """
    ### BEGIN SOLUTION
    h = np.zeros_like(x)
    state = np.zeros_like(x[0])
    for t in range(len(x)):
        state = state + x[t]
        h[t] = state
    return h
    ### END SOLUTION


# %% [markdown]
# Stuck? Hints open one at a time. Each gives a little more, none gives the answer.
#
# <details><summary>Hint 1</summary>
#
# The loop of the leaky state above is nearly what you need. It works for any number of sequences,
# because `pulse[t]` is a whole row.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# You need a place for the results, with the shape and the dtype of `x`, and a state that starts at
# zero: one number for each sequence.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# In each round of the loop: the new state is the old state and the input together; then write it
# into row `t` of the results. After the loop, return the results.
#
# </details>
#
# ## 3 Check
#
# `check` calls your function with inputs of its own and reports.

# %%
check("running_sum", running_sum)

# %% [markdown]
# The report goes through stages: does it run, do shape and dtype fit, are the values right, and
# does it hold at the edges, such as a single step or a single sequence. Each stage has its points,
# and each says why when some are missing. Check as often as you like: only the code that you
# hand in counts. Any right answer is right; `np.cumsum` would do here, too.
#
# **Now break it.** If you wrote a loop, put `x[t - 1]` where the old state stands, run the cell and
# check again. The report names the mistake that you made, because it knows the mistakes that people
# make. It also shows where the numbers differ. Then repair it.
#
# What you have written drives the next picture. As long as your function is missing or wrong,
# `yours_or_ours` takes the course's own in its place and says so, so that you can always read on.

# %%
state_of = yours_or_ours("running_sum", running_sum)

lines(
    range(1, 101),
    {"running sum": state_of(pulse)[:, 0], "leaky": leaky[:, 0]},
    title="A running sum never forgets, a leaky state does",
    xlabel="step t",
    ylabel="state h",
)

# %% [markdown]
# A state that keeps everything can do nothing else. How a network learns *what* to keep is the
# subject of the course.
#
# ## 4 Hand in
#
# Learning on your own, there is nothing to hand in: full marks from `check` are the end of an
# exercise. Your work stays in this notebook; save it (Ctrl+S), and come back any time.
#
# In a class, press **Validate** above the notebook first: it runs everything from the top, as the
# grading will. Then hand the notebook in the way your instructor told you: with **Submit** on
# the *Assignment List* (menu *Nbgrader*), or as the file itself. You may add cells wherever you
# like. Leave those with a `check` in place; that is where points are counted.
#
# ## 5 Notation
#
# This course draws on four sources, and they share few letters. Come back here when a
# book and a lesson seem to disagree. **B**: Goodfellow, Bengio and Courville, *Deep Learning*,
# chapter 10. **N**: notes on sequence models in the style of Ng's course. **C**: the lecture on
# stability and LSTM of CMU 11-785. **T**: a tutorial on backpropagation through time by a
# three-step example. A dash: not used there.
#
# | the network | here | in code, with shape | B | N | C | T |
# |:--|:--|:--|:--|:--|:--|:--|
# | input | $x^{(t)}$ | `x[t-1]` (N, D) | $x^{(t)}$ | $x^{\langle t\rangle}$ | $x(t)$ | $x_t$ |
# | steps | 1 … $\tau$ | 0 … T−1 | 1 … $\tau$ | 1 … $T_x$ | from 0 | 1, 2, 3 |
# | state | $h^{(t)}$ | `h[t-1]` (N, H) | $h^{(t)}$ | $a^{\langle t\rangle}$ | $h(t)$ | $s_t$ |
# | initial state | $h^{(0)}$ | `h0` (N, H) | $h^{(0)}$ | $a^{\langle 0\rangle}$ | $h(-1)$ | $s_0$ |
# | weights, input → state | $W_x$ | `Wx` (D, H) | $U$ | $W_{ax}$ | $C$ | $W_x$ |
# | weights, state → state | $W_h$ | `Wh` (H, H) | $W$ | $W_{aa}$ | $W$ | $W_s$ |
# | weights, state → output | $W_y$ | `Wy` (H, V) | $V$ | $W_{ya}$ | – | $W_y$ |
# | weights, output → state | $W_o$ | `Wo` (V, H) | $W$ | – | – | – |
# | bias of the state | $b$ | `b` (H,) | $b$ | $b_a$ | – | – |
# | bias of the output | $b_y$ | `by` (V,) | $c$ | $b_y$ | – | – |
# | output, before softmax | $o^{(t)}$ | `o[t-1]`, `logits` (N, V) | $o^{(t)}$ | – | – | – |
# | prediction | $\hat y$ | `softmax(o)` | $\hat y$ | $\hat y$ | $Y$ | $y$ |
#
# **Rows and columns.** Here a state is a row, and `x[t] @ Wx` takes N of them at once. B, N and C
# write columns, $Ux$, so that our matrices are theirs transposed: `Wx` is $U^\top$, `Wh` is
# $W^\top$. N also stacks: $W_a = [W_{aa}\; W_{ax}]$ acts on the state above the input.
#
# | the gates | here | B | N | C |
# |:--|:--|:--|:--|:--|
# | LSTM: cell | $c$ | $s$ | $c$ | $C$ |
# | LSTM: hidden state | $h$ | $h$ | $a$ | $h$ |
# | LSTM: input gate | $i$ | $g$ | $\Gamma_u$ | $i$ |
# | LSTM: forget gate | $f$ | $f$ | $\Gamma_f$ | $f$ |
# | LSTM: output gate | $o$ | $q$ | $\Gamma_o$ | $o$ |
# | LSTM: candidate | $g$ | – | $\tilde c$ | $\tilde C$ |
# | GRU: state | $h$ | $h$ | $c = a$ | $h$ |
# | GRU: reset gate | $r$ | $r$ | $\Gamma_r$ | $r$ |
# | GRU: update gate | $z$ | $u$ | $\Gamma_u$ | $z$ |
# | GRU: candidate | $n$ | – | $\tilde c$ | $\tilde h$ |
# | GRU: update gate at 1 | **keeps** | **keeps** | **replaces** | **replaces** |
#
# **The update gate has two opposite senses.** Here, as in B, in PyTorch and in Cho et al. (2014),
# $h^{(t)} = (1 - z) \odot n + z \odot h^{(t-1)}$: a gate at 1 keeps the old state. In N, in C and
# in Chung et al. (2014) a gate at 1 replaces it: $c^{\langle t\rangle} = \Gamma_u \odot \tilde
# c^{\langle t\rangle} + (1 - \Gamma_u) \odot c^{\langle t-1\rangle}$. To go from one to the other,
# exchange $z$ and $1 - z$.
#
# **False friends.** The same letter, another thing:
#
# | letter | meanings |
# |:--|:--|
# | $a$ | the sum before the activation (here, B) · the state (N) |
# | $c$ | LSTM cell (here, N) · state of the GRU (N) · bias of the output (B) |
# | $C$ | LSTM cell, and weights of the input (both C) · context of an encoder (B) |
# | $g$ | candidate (here) · input gate (B) · any activation function (N) |
# | $o$ | output before softmax (here, B) · output gate (here, C, once there is an LSTM) |
# | $s$ | state (T) · LSTM cell (B) |
# | $\Gamma_u$ | input gate of the LSTM, update gate of the GRU (both N) |
# | $V$ | weights of the output (B) · size of the vocabulary (here) |
#
# ## What you can now do
#
# You can go around the loop: predict, run, write, check. You have met the smallest recurrence,
#
# | | |
# |:--|:--|
# | running sum | $h^{(t)} = h^{(t-1)} + x^{(t)}$ |
# | leaky state | $h^{(t)} = 0.9\,h^{(t-1)} + x^{(t)}$; after a pulse, $h^{(t)} = 0.9^{\,t-1}$ |
#
# and the next lesson turns it into a network, by putting weights before $h^{(t-1)}$ and $x^{(t)}$
# and a bend around their sum: [01 Unrolling](../01_unrolling/01_unrolling.ipynb).
#
# **Sources.** I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press 2016, chapter
# 10 (B). K. Cho et al., *Learning Phrase Representations using RNN Encoder–Decoder for
# Statistical Machine Translation*, 2014. J. Chung et al., *Empirical Evaluation of Gated Recurrent
# Neural Networks on Sequence Modeling*, 2014.
