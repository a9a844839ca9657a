# %% [markdown]
# # 01 Unrolling
#
# **How can one small network read a sequence of any length?**
#
# By the end you will have written one that reads handwritten digits a row at a time, and you will
# know what eight numbers can do with ten thousand bits.
#
# *Time: 90 minutes: 17 for the text, 10 for the code that you read, 40 for six exercises, 15 for
# five questions, 8 for predictions and the explorer. The cells run in 20 seconds. Needed: lesson
# 00, NumPy, matrix products. Training is used here and explained in lesson 02.*
#
# After this lesson you can
#
# - **write** a recurrent network's step, its loop and its loss, and **test** them against a
#   network drawn out by hand,
# - **count** its parameters and **predict** how its time grows with the sequence,
# - **recognise** five kinds of input and output, each as one array and one mask,
# - **choose** between three designs, and **name** a task that separates them.

# %%
from time import perf_counter

import numpy as np
from tqdm.auto import tqdm

from autograder import check, yours_or_ours
from rnn_core import output_rnn, rnn, sequence_model
from rnn_core.data import digits, tasks
from rnn_core.plots import heatmap, lines, show, unrolled
from rnn_core.train import fit
from rnn_core.widgets import predict, unroll_explorer

# %% [markdown]
# ## A surprise first
#
# Below is a network with eight numbers in it. It reads bits, one after the other, and after each
# one it says whether the number of ones so far is odd.

# %%
guess_1 = predict(
    "The network reads 10,001 bits and answers after each. How many answers are wrong?"
)

# %%
# NBVAL_CHECK_OUTPUT
eight_numbers = rnn.Params(
    Wx=np.array([[10.0, 10.0]]),
    Wh=np.array([[5.0, 5.0], [-5.0, -5.0]]),
    b=np.array([-5.0, -15.0]),
)
bits, parity = tasks.parity(np.random.default_rng(0), T=10_001, N=1)
h, _ = rnn.forward(bits, np.zeros((1, 2)), eight_numbers)
says_odd = h[..., 0] - h[..., 1] > 1
print(f"wrong answers: {(says_odd != parity).sum()} of {len(bits):,}")

# %%
guess_1.compare(0, "Flip the very first bit, and all 10,001 answers change with it.")

# %% [markdown]
# A feed-forward network that answers this question for 10,001 bits has an input for each of them,
# so at least 10,001 weights, and it cannot even be asked about 10,002. How do eight numbers do it?
#
# ## 1 One step
#
# A **feed-forward** network turns an input into an output and forgets both. A **recurrent**
# network has a second input: what it computed at the step before. That vector is its **state**.
# The state is all that the network keeps of everything it has read, a summary of fixed size:
# something is lost, and which part is kept depends on the task. Ours keeps a single fact about
# 10,001 bits.
#
# Drawn once, with an arrow that leads back, the network is **folded**. Drawn once for every step,
# it is **unfolded**, or **unrolled**. Both are the same network. (The outputs $o$ and their weights
# $W_y$ come in section 3. The counts are for inputs of three numbers, states of four and outputs of
# two.)

# %%
show(unrolled("many-to-many", 5, folded=True))
show(unrolled("many-to-many", 5))

# %% [markdown]
# One step reads an input, mixes it with the previous state and squashes the sum:
#
# $$h^{(t)} = \tanh\!\left(x^{(t)} W_x + h^{(t-1)} W_h + b\right), \qquad t = 1, \dots, \tau$$
#
# | symbol | in code | shape | meaning |
# |:--|:--|:--|:--|
# | $x^{(t)}$ | `x` | (N, D) | input at step t: D numbers for each of N sequences |
# | $h^{(t-1)}$ | `h` | (N, H) | previous state, H numbers (*hidden units*) for each sequence |
# | $h^{(t)}$ | `h_next` | (N, H) | new state |
# | $W_x, W_h, b$ | `params.Wx`, `.Wh`, `.b` | (D, H), (H, H), (H,) | parameters: weights and bias |
# | $\tau$ | `T` | a number | how many steps there are |
#
# **By hand**, with all sizes 1 (N = D = H = 1): $W_x = 1$, $W_h = 0.5$, $b = 0$, from the state 0,
# for the inputs 1, 0, 0:
#
# $$\tanh(1) = 0.762 \qquad \tanh(0.5 \cdot 0.762) = 0.363 \qquad \tanh(0.5 \cdot 0.363) = 0.180$$
#
# The 1 was read two steps ago, and its trace is still there.
#
# Write the step. It is one line.


# %%
def rnn_step(x, h, params):
    """One step of the recurrent network.

        h_next = tanh(x Wx + h Wh + b)

    x (N, D), h (N, H), params with the arrays Wx (D, H), Wh (H, H), b (H,)
      ->  h_next (N, H)

    Example: x = [[1.]], h = [[0.]], Wx = [[1.]], Wh = [[0.5]], b = [0.]  ->  [[0.7616]]
    """
    ### BEGIN SOLUTION
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Write the shapes of the three terms below each other. All must become (N, H).
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A row vector stands on the left of its matrix: `@` does all N rows at once. The bias is added to
# each row without a loop.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# Three terms, one sum, and `np.tanh` once, around all of it.
#
# </details>

# %%
check("rnn_step", rnn_step)

# %% [markdown]
# **What you have earned:** the surprise, solved. Let your step read each bit from each state that
# this network visits, and find out what the state (1, −1) stands for.

# %%
# NBVAL_CHECK_OUTPUT
step = yours_or_ours("rnn_step", rnn_step)
for before in ([-1.0, -1.0], [1.0, -1.0], [1.0, 1.0]):
    for bit in (0.0, 1.0):
        after = step(np.array([[bit]]), np.array([before]), eight_numbers)
        print(f"state {before}  reads {bit:.0f}  ->  {np.round(after[0], 2) + 0.0}")

# %% [markdown]
# Write $p = (h_1 - h_2)/2$: it is 1 in the state (1, −1) and 0 in the other two. The matrix $W_h$
# hands $10p$ to both units, so with $s = x + p$ they compute $\tanh(10s - 5)$ and
# $\tanh(10s - 15)$. The first asks *is s at least 1?*, the second *is s at least 2?* The state is
# (1, −1) exactly when s is 1: odd. Nothing else about the past is kept, and nothing else is
# needed. At the start, (0, 0) has $p = 0$ as well. The answer is read as $p > \tfrac12$, by us:
# that rule is not among the eight numbers. (These were chosen by hand. Lesson 02 is about finding
# such numbers.)
#
# ## 2 Any number of steps
#
# Unfold three steps and write the network out:
#
# $$h^{(3)} = f\big(x^{(3)}, f(x^{(2)}, f(x^{(1)}, h^{(0)}))\big)$$
#
# This is a feed-forward network with three layers, all alike, each with an input of its own. A
# sequence of τ steps gives τ layers. The step $f$ has the same inputs at each of them, so one $f$
# serves every length: that answers the question of this lesson.
#
# The **initial state** $h^{(0)}$ is what the network believes before it has read anything. It is
# zero in most cases; it may be learned, or be handed over by another network.
#
# On paper, steps are counted from 1. Arrays count from 0, with time as the first axis: `x[0]` is
# $x^{(1)}$, `h[0]` is $h^{(1)}$, and the initial state is an array of its own, `h0`.
#
# | array | shape | |
# |:--|:--|:--|
# | `x` | (T, N, D) | all inputs; T is the number of steps, τ on paper |
# | `h0` | (N, H) | initial state |
# | `h` | (T, N, H) | `h[t]` is the state *after* reading `x[t]` |
#
# **By hand**, the example above in this form: from `h0 = [[0]]`, `x` = 1, 0, 0 gives `h` = 0.762,
# 0.363, 0.180. From `h0 = [[1]]` it starts at $\tanh(1 + 0.5) = 0.905$.


# %%
def rnn_forward(x, h0, params):
    """All states of a recurrent network: rnn_step, once for every input.

        h[0] = step(x[0], h0),    h[t] = step(x[t], h[t-1])

    x (T, N, D), h0 (N, H), params with Wx (D, H), Wh (H, H), b (H,)  ->  h (T, N, H)

    Your rnn_step may be called. No argument may be changed.

    Example, with Wx = [[1.]], Wh = [[0.5]], b = [0.]:
    x = [[[1.]], [[0.]], [[0.]]], h0 = [[0.]]  ->  [[[0.7616]], [[0.3634]], [[0.1797]]]
    """
    ### BEGIN SOLUTION
    h, states = h0, []
    for x_t in x:
        h = rnn_step(x_t, h, params)
        states.append(h)
    return np.stack(states)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# It is the loop of lesson 00's running sum, with another line in its middle.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Keep one variable for the current state. Before the loop it is `h0`; after each step it is what
# the step returned.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# Collect the states in a list, each *after* its input was read, and join them with `np.stack`.
#
# </details>

# %%
check("rnn_forward", rnn_forward)

# %% [markdown]
# **What you have earned.** First, the loop equals the unrolled network, which we now write out
# layer by layer, without a loop:

# %%
# NBVAL_CHECK_OUTPUT
forward = yours_or_ours("rnn_forward", rnn_forward)
rng = np.random.default_rng(1)
params = rnn.initial_params(rng, D=2, H=4)
x, h0 = rng.standard_normal((3, 5, 2)), rng.standard_normal((5, 4))

layer_1 = step(x[0], h0, params)
layer_2 = step(x[1], layer_1, params)
layer_3 = step(x[2], layer_2, params)
difference = np.abs(forward(x, h0, params)[2] - layer_3).max()
print("the loop equals the layers to 1e-12:", difference < 1e-12)

# %% [markdown]
# Second, the initial state. Your loop can start the eight numbers in the state that means *odd*.

# %%
guess_2 = predict(
    "Parity again, over 10,001 bits, but with h0 = (1, −1). Which answers change?",
    ["only the first few", "about half of them", "all of them"],
)

# %%
# NBVAL_CHECK_OUTPUT
from_odd = forward(bits, np.array([[1.0, -1.0]]), eight_numbers)
changed = (from_odd[..., 0] - from_odd[..., 1] > 1) != says_odd
print(f"answers that change: {changed.sum():,} of {changed.size:,}")

# %%
guess_2.compare("all of them", "One uncounted 1 before the sequence makes each even number odd.")

# %% [markdown]
# Third, the price. Each step needs the state of the one before it, so the steps must be done one
# after the other, however many processors there are.

# %%
guess_3 = predict("The sequence gets 100 times as long. By what factor does the time grow?")

# %%
params = rnn.initial_params(rng, D=8, H=32)
T_values = np.array([100, 300, 1000, 3000, 10_000])
milliseconds = []
for T in T_values:
    x, runs = rng.standard_normal((T, 1, 8)), []
    for _ in range(10):
        start = perf_counter()
        forward(x, np.zeros((1, 32)), params)
        runs.append(1000 * (perf_counter() - start))
    milliseconds.append(min(runs))

# %%
straight = milliseconds[0] * T_values / T_values[0]
show(
    lines(
        T_values,
        {"measured": milliseconds, "proportional to T": straight},
        title="Time grows in step with length",
        xlabel="steps T",
        ylabel="milliseconds",
        log_x=True,
        log_y=True,
    )
)

# %%
factor = milliseconds[-1] / milliseconds[0]
guess_3.compare(round(factor), "Every step costs the same; the rest is overhead and noise.")

# %% [markdown]
# ## 3 One set of numbers
#
# All copies of the step share one set of parameters. So their number does not depend on τ, and
# what is learned about a symbol in third place serves in the seventh. A network with weights of
# its own for each position would have to learn every fact once for each position.
#
# Most tasks also want an answer: V numbers for each step, the **outputs** or **logits** $o$. The
# output layer is linear, and shared by all steps as well:
#
# $$o^{(t)} = h^{(t)} W_y + b_y, \qquad W_y\ (H, V),\quad b_y\ (V,)$$
#
# **By hand**, D = 1, H = 2, V = 1: $W_x$ has 2 numbers, $W_h$ 4, $b$ 2, $W_y$ 2 and $b_y$ 1, which
# is 11. (Without its output layer it has 8: the network of the surprise.) Now in general:


# %%
def count_parameters(T, D, H, V):
    """How many numbers an RNN with a linear output at each step has to learn:
    all entries of Wx, Wh, b, Wy and by.

    T steps, D inputs, H hidden units, V outputs, all integers  ->  an integer

    Whether each of the four is needed is for you to decide.

    Example: count_parameters(5, 1, 2, 1)  ->  11
    """
    ### BEGIN SOLUTION
    return D * H + H * H + H + H * V + V
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The table in section 1 and the formula above give the shapes of five arrays.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A matrix of shape (rows, columns) holds rows · columns numbers; a bias holds one for each unit.
#
# </details>

# %%
check("count_parameters", count_parameters)

# %% [markdown]
# **What you have earned:** a comparison. Beside your network stand two that do not share: the same
# network with parameters of its own at each step, and a feed-forward network with H hidden units
# that takes the whole sequence as one long input and gives V numbers.

# %%
count = yours_or_ours("count_parameters", count_parameters)
T_values, D, H, V = np.array([1, 3, 10, 30, 100, 300, 1000]), 8, 32, 10
show(
    lines(
        T_values,
        {
            "own step for each t": T_values * count(1, D, H, V),
            "feed-forward": T_values * D * H + H + H * V + V,
            "shared": [count(int(T), D, H, V) for T in T_values],
        },
        title="Shared parameters: 1,642 of them, for any length",
        xlabel="steps T",
        ylabel="parameters",
        log_x=True,
        log_y=True,
    )
)

# %% [markdown]
# ### The same step as one product
#
# Write previous state, input and a 1 into one row, and the three parameters below each other into
# one **block matrix**:
#
# $$x W_x + h W_h + b \;=\;
# \begin{bmatrix} h & x & 1 \end{bmatrix}
# \begin{bmatrix} W_h \\ W_x \\ b \end{bmatrix},
# \qquad (N,\, H{+}D{+}1) \cdot (H{+}D{+}1,\, H) \to (N, H)$$
#
# With all sizes 1 this is $[h\ x\ 1] \cdot [W_h\ W_x\ b]^\top = hW_h + xW_x + b$. You will meet
# both forms in papers and in code.

# %%
# NBVAL_CHECK_OUTPUT
x, h = rng.standard_normal((5, 8)), rng.standard_normal((5, 32))
params = params._replace(b=rng.standard_normal(32))
row = np.hstack([h, x, np.ones((5, 1))])
block = np.vstack([params.Wh, params.Wx, params.b])
difference = np.abs(np.tanh(row @ block) - step(x, h, params)).max()
print(row.shape, "times", block.shape, " differs by less than 1e-12:", difference < 1e-12)

# %% [markdown]
# ### Letters and words as input
#
# A symbol is not a quantity: *c* is not three times *a*. So a symbol with number k out of V enters
# as a **one-hot** vector, V zeros but for a 1 in place k. What does a product with it do? By hand,
# with V = 3:
#
# $$\begin{bmatrix} 0 & 0 & 1 \end{bmatrix}
# \begin{bmatrix} 0.1 & 0.2 \\ 0.3 & 0.4 \\ 0.5 & 0.6 \end{bmatrix}
# = \begin{bmatrix} 0.5 & 0.6 \end{bmatrix}$$
#
# It picks row k. A table E (V, D) of such rows is an **embedding**: each symbol has a vector of D
# numbers, which are learned. Nobody computes that product; one takes the row, `E[k]`.

# %%
guess_4 = predict(
    "100 words, V = 10,000, D = 64. By what factor is looking up faster than the product?",
    ["about 2", "about 10", "100 or more"],
)

# %%
from rnn_core.embedding import one_hot

E = rng.standard_normal((10_000, 64))
words = rng.integers(10_000, size=100)
vectors = one_hot(words, 10_000)

microseconds = {}
for name, rows_of in {"product": lambda: vectors @ E, "lookup": lambda: E[words]}.items():
    start = perf_counter()
    for _ in range(5):
        rows = rows_of()
    microseconds[name] = round(1e6 * (perf_counter() - start) / 5)
print("same rows:", np.array_equal(vectors @ E, E[words]), "  microseconds:", microseconds)

# %%
guess_4.compare("100 or more", "64 million multiplications, nearly all of them by zero.")

# %% [markdown]
# ## 4 Five kinds
#
# A step may read something, answer something, do both or neither. Five patterns have names. Each
# has a tiny task here:
#
# | kind | task | reads | answers |
# |:--|:--|:--|:--|
# | one-to-one | which of four real numbers is the largest? (feed-forward: no past) | 1 | 1 |
# | one-to-many | read 4, count down: 4 3 2 1 0 0 | 1 | 6 |
# | many-to-one | six symbols; which was the first? | 6 | 1 |
# | many-to-many | repeat every symbol one step late (at first, say 0) | 6 | 6 |
# | encoder–decoder | read three symbols, *then* say them backwards | 3 | 3 |
#
# In the last kind the first half, the **encoder**, reads, and the second, the **decoder**, writes;
# the state between them is all that passes from one to the other.
#
# **A question for the explorer.** Set it to encoder–decoder with τ = 6. What the network knows of
# $x^{(1)}$ sits in $h^{(1)}$. How many of the thick recurrent arrows must it still cross to reach
# the last output? Then change τ, and fold: which numbers grow, and which never do?

# %% tags=["widget"]
unroll_explorer()

# %%
recurrent_arrows = None
### BEGIN SOLUTION
recurrent_arrows = 8
### END SOLUTION

# %%
check("unrolling_path", recurrent_arrows)

# %% [markdown]
# The arrows grow in number; the weights never do.
#
# ## 5 One mask, one loss
#
# All five kinds fit into one network and three arrays: inputs, targets, and a **mask** of ones and
# zeros. Put zeros into the inputs where nothing is read, and a one into the mask where an answer
# counts. Of the tasks above, with six steps, many-to-one has the mask 0 0 0 0 0 1,
# encoder–decoder 0 0 0 1 1 1. The same mask handles sequences of unequal length: shorter ones are
# filled up with anything (**padding**), and the mask says where they end. (In the drawing, the
# decoder has a matrix of its own, $W'_h$, as is usual from lesson 10 on. Here one network does both
# halves.)
#
# What is counted is the **loss**. Softmax turns the V logits of a step into probabilities. The
# probability of all right answers of a sequence is the product over its steps, so its negative
# logarithm is a *sum* over time. Over the batch we take the *mean*:
#
# $$L = \frac{1}{N} \sum_{n} \sum_{t} m^{(t)}_n \left( -\log \hat y^{(t)}_n[y^{(t)}_n] \right),
# \qquad \hat y = \operatorname{softmax}(o), \quad
# \operatorname{softmax}(o)_i = \frac{e^{o_i}}{\sum_j e^{o_j}}$$
#
# with logits $o$ (T, N, V), targets $y$ (T, N), the numbers of the right classes, and mask $m$ (T,
# N).
#
# **By hand**, N = 2, T = 2. The right answers of the first sequence get the probabilities 0.5 and
# 0.25. The second sequence has one step, 0.8; its other step is padding.
#
# $$L = \tfrac12 \left( 0.693 + 1.386 + 0.223 \right) = 1.151$$
#
# Mind large logits: $e^{1000}$ is infinite on a computer. Subtracting one number from all logits
# of a step changes no probability.


# %%
def sequence_loss(logits, targets, mask):
    """The loss of a batch of sequences: summed over time, averaged over the N sequences.

        L = 1/N Σ_n Σ_t mask · (−log softmax(logits)[target])

    logits (T, N, V), targets (T, N) integers 0 … V − 1, mask (T, N) of ones and zeros
      ->  a number, finite even for logits of 1000

    Example: logits = log [[[0.5, 0.5], [0.8, 0.2]],
                           [[0.25, 0.75], [0.9, 0.1]]],
    targets = [[0, 0], [0, 0]], mask = [[1., 1.], [1., 0.]]  ->  1.1513
    """
    ### BEGIN SOLUTION
    shifted = logits - logits.max(axis=2, keepdims=True)
    log_y = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    of_targets = np.take_along_axis(log_y, targets[:, :, None], axis=2)[:, :, 0]
    return -(mask * of_targets).sum() / mask.shape[1]
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Four stages: logarithm of softmax (T, N, V); pick the target's entry (T, N); mask; sum and
# divide. Check the shape after each.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# $\log \operatorname{softmax}(o)_i = o_i - \log \sum_j e^{o_j}$: no division is needed, and
# nothing small is rounded to 0. Subtract the largest logit of each step first (`keepdims=True`
# helps).
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `np.take_along_axis(values, targets[:, :, None], axis=2)` picks one entry from each row of
# `values`; drop the last axis afterwards. Then the mask, one sum, and one division by N.
#
# </details>

# %%
check("sequence_loss", sequence_loss)

# %% [markdown]
# **What you have earned:** all five kinds, trained with that loss. `lay_out` writes inputs from
# the first step on, and asks for answers up to the last. You need not read the rest of the next two
# cells.

# %%
from rnn_core.losses import softmax_cross_entropy, softmax_cross_entropy_backward


def lay_out(T, x, target):
    (_, N, D), first = x.shape, T - len(target)
    all_x, mask = np.zeros((T, N, D)), np.zeros((T, N))
    all_targets = np.zeros((T, N), int)
    all_x[: len(x)] = x
    all_targets[first:], mask[first:] = target, 1
    return all_x, all_targets, mask


def loss_and_gradients(params, batch):
    x, targets, mask = batch
    h0 = np.zeros((x.shape[1], 32))
    o, cache = sequence_model.forward(x, h0, params)
    loss, loss_cache = softmax_cross_entropy(o, targets, mask)
    do = softmax_cross_entropy_backward(loss_cache)  # lesson 02
    return loss, sequence_model.backward(do, cache, params)[2]


# %%
def symbols(x, target, *_):  # echo's own mask would excuse its first answer, 0
    return one_hot(x, 6), target


kinds = {
    "one-to-one": lambda rng: lay_out(1, *tasks.largest(rng, N=32, D=4)),
    "one-to-many": lambda rng: lay_out(6, *symbols(*tasks.countdown(rng, T=6, N=32))),
    "many-to-one": lambda rng: lay_out(6, *symbols(*tasks.remember_first(rng, 6, 32, V=3))),
    "many-to-many": lambda rng: lay_out(6, *symbols(*tasks.echo(rng, 6, 32, lag=1, V=3))),
    "encoder–decoder": lambda rng: lay_out(6, *symbols(*tasks.backwards(rng, 3, 3, 32, V=3))),
}

# %%
guess_5 = predict(
    "After training, which kind has the highest loss left (per sequence, summed over its answers)?",
    list(kinds),
)

# %%
loss_of = yours_or_ours("sequence_loss", sequence_loss)
losses = {kind: [] for kind in kinds}
for seed in tqdm(range(5), desc="five kinds, seed"):
    for kind, draw in kinds.items():
        rng = np.random.default_rng(seed)
        params = sequence_model.initial_params(rng, D=draw(rng)[0].shape[2], H=32, V=6)
        batches = [draw(rng) for _ in range(300)]
        params, _ = fit(loss_and_gradients, params, batches, 0.01, description=None)
        x, targets, mask = draw(rng)
        h = forward(x, np.zeros((32, 32)), params.rnn)
        losses[kind].append(loss_of(h @ params.out.W + params.out.b, targets, mask))

# %%
for kind, values in losses.items():
    spread = f"({min(values):.3f} to {max(values):.3f})"
    print(f"{kind:16} loss {np.mean(values):.3f}  {spread}")

# %%
guess_5.compare("one-to-one", "Two of its four numbers can be nearly equal; symbols never are.")

# %% [markdown]
# The lines give mean and range of five seeds. A random guess costs log 3 = 1.10 for each answer
# with three symbols, log 4 = 1.39 for one-to-one, log 6 = 1.79 for the countdown; all five kinds
# are far below. (Most of these tasks are so small that training meets every possible input. The
# next one is tested on unseen images.)
#
# ## 6 One answer for a whole sequence
#
# The third of those kinds deserves a closer look: it reads everything and answers once. The output
# layer then reads a single state, the one after the last input. With sequences of unequal length
# in one array, that is a different row of `h` for each of them.
#
# $$o_n = h^{(\tau_n)}_n W_y + b_y, \qquad \tau_n \text{ the length of sequence } n$$
#
# | array | shape | |
# |:--|:--|:--|
# | `h` | (T, N, H) | states, padding included |
# | `lengths` | (N,) | $\tau_n$, integers from 1 to T |
# | `W`, `b` | (H, V), (V,) | output layer, $W_y$ and $b_y$ |
#
# **By hand**, T = 3, N = 2, H = V = 1, $W_y = 2$, $b_y = 1$. The states over time are 0.1, 0.2,
# 0.3 in sequence 0 and 0.4, 0.5, 0.6 in sequence 1. With lengths 2 and 3, the last valid states are
# 0.2 and 0.6, so the outputs are 1.4 and 2.2.


# %%
def single_output(h, lengths, W, b):
    """One output for each sequence, from the state after its last valid step.

        logits[n] = h[lengths[n] − 1, n] W + b

    h (T, N, H), lengths (N,) integers from 1 to T, W (H, V), b (V,)  ->  logits (N, V)

    Example: h = [[[0.1], [0.4]], [[0.2], [0.5]], [[0.3], [0.6]]], lengths = [2, 3],
    W = [[2.]], b = [1.]  ->  [[1.4], [2.2]]
    """
    ### BEGIN SOLUTION
    return h[lengths - 1, np.arange(len(lengths))] @ W + b
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# For one sequence n, which row of `h[:, n]` is its last valid state? Write that index down for a
# sequence of length 1.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A loop over n is right. Without a loop: NumPy pairs two index arrays of the same length, so that
# `h[[4, 7], [0, 1]]` is `h[4, 0]` and `h[7, 1]`.
#
# </details>

# %%
check("single_output", single_output)

# %% [markdown]
# **What you have earned:** a reader of handwriting. An image of 8 × 8 pixels is a sequence of 8
# rows with 8 numbers each; the network sees one row at a time and never the whole.

# %%
images, labels = digits()
show(
    heatmap(
        images[2].round(1),
        title=f"One sequence: 8 rows of 8 numbers. Its label is {labels[2]}",
        xlabel="pixel: the D = 8 inputs of a step",
        ylabel="row: the step t",
        xticks=range(1, 9),
        yticks=range(1, 9),
        size=(6, 4.5),
        alt=f"A handwritten {labels[2]}, 8 × 8 pixels; its rows, from the top, are steps 1 to 8.",
    )
)

# %% [markdown]
# We train with the loss at the last row only, on 1,400 images, and test on the other 397. The
# network accepts any length, so we may also stop it early and read the answer after fewer rows.

# %%
guess_6 = predict(
    "Trained to answer after row 8, it is stopped after row 6. How often is it right?",
    ["about 10 %, as by chance", "about 50 %", "about 90 %"],
)

# %%
from rnn_core.batching import minibatches

X = images.swapaxes(0, 1)  # (T, N, D) = (8, 1797, 8)


def train_reader(seed, asked_at):
    """asked_at (8,): 1 where the answer counts in the loss."""
    rng = np.random.default_rng(seed)
    train, test = np.split(rng.permutation(1797), [1400])

    def batch(chosen):
        shape = 8, len(chosen)
        mask = np.broadcast_to(asked_at[:, None], shape)
        return X[:, chosen], np.broadcast_to(labels[chosen], shape), mask

    batches = [batch(train[i]) for _ in range(20) for i in minibatches(rng, 1400, 32)]
    params = sequence_model.initial_params(rng, D=8, H=32, V=10)
    params, _ = fit(loss_and_gradients, params, batches, 0.003, description=None)
    return forward(X, np.zeros((1797, 32)), params.rnn), params.out, train, test


# %%
answer = yours_or_ours("single_output", single_output)


def right_after_each_row(h, out, train, test):
    rows = [np.full(len(test), row) for row in range(1, 9)]
    answers = [answer(h[:, test], row, *out).argmax(axis=1) for row in rows]
    return [100 * (a == labels[test]).mean() for a in answers]


asked = {"loss at row 8 only": np.eye(8)[7], "loss at every row": np.ones(8)}
readers = {name: [] for name in asked}
for seed in tqdm(range(5), desc="digits, seed"):
    for name, asked_at in asked.items():
        readers[name].append(train_reader(seed, asked_at))
right = {name: [right_after_each_row(*r) for r in found] for name, found in readers.items()}


# %%
def plot_right(title):
    share = {name: np.array(values) for name, values in right.items()}
    for name, values in share.items():
        six, eight = values[:, 5], values[:, 7]
        print(f"{name:25} row 6: {six.mean():.0f} % ({six.min():.0f} to {six.max():.0f})", end="")
        print(f"   row 8: {eight.mean():.0f} % ({eight.min():.0f} to {eight.max():.0f})")
    return lines(
        np.arange(1, 9),
        {name: values.mean(0) for name, values in share.items()},
        spread={name: (values.min(0), values.max(0)) for name, values in share.items()},
        title=title,
        xlabel="rows read",
        ylabel="test images right, % (5 seeds)",
    )


show(plot_right("A network answers where its loss has asked"))

# %%
guess_6.compare(
    "about 10 %, as by chance",
    "Its output layer has learned to read one state only, that after row 8.",
)

# %% [markdown]
# After all 8 rows, 1,642 numbers read 97 % of the unseen images. After row 6 the same network is
# right in 11 % of the cases. Has the state not yet seen enough, or is it the reading that fails?
# Take the states of the very same networks, and give each row an output layer of its own, fitted
# by least squares.

# %%
guess_7 = predict(
    "The same states, a new output layer: how often right after row 6?",
    ["about 10 %", "about 50 %", "about 90 %"],
)


# %%
def with_one(inputs):
    return np.hstack([inputs, np.ones((1797, 1))])


def new_layer(inputs, train):
    """Least squares, from K numbers for each image, (1797, K), to the ten labels."""
    return np.linalg.lstsq(with_one(inputs)[train], np.eye(10)[labels[train]])[0]


def share_right(inputs, layer, test):
    return 100 * ((with_one(inputs)[test] @ layer).argmax(axis=1) == labels[test]).mean()


right["row 8 only, new layers"] = [
    [share_right(row, new_layer(row, train), test) for row in h]
    for h, _, train, test in readers["loss at row 8 only"]
]
show(plot_right("The same states, read by a layer of their own"))

# %%
guess_7.compare("about 90 %", "The state had it; the old layer could not read it there.")

# %% [markdown]
# What is needed was in the state. Did training put it there? Two controls, read by new layers as
# well: states of a network that was never trained, and the pixels of the six rows themselves. And
# can a layer that was fitted after row 6 read the states after later rows?

# %%
after_6 = {}
for seed, (h, _, train, test) in enumerate(readers["loss at row 8 only"]):
    untrained = rnn.initial_params(np.random.default_rng(seed), D=8, H=32)
    controls = {
        "trained states, row 6": h[5],
        "untrained states, row 6": forward(X, np.zeros((1797, 32)), untrained)[5],
        "pixels of rows 1 to 6": np.hstack(X[:6]),
    }
    layers = {name: new_layer(inputs, train) for name, inputs in controls.items()}
    for name, inputs in controls.items():
        after_6.setdefault(name, []).append(share_right(inputs, layers[name], test))
    for row in (7, 8):
        share = share_right(h[row - 1], layers["trained states, row 6"], test)
        after_6.setdefault(f"the layer of row 6 at row {row}", []).append(share)

# %%
for name, shares in after_6.items():
    print(f"{name:28} {np.mean(shares):.0f} % ({min(shares):.0f} to {max(shares):.0f})")

# %% [markdown]
# Mostly not: after row 6, trained states are right in 93 % of the cases, untrained ones in 87 %,
# the pixels themselves in 92 %. The state has kept what it read. But it is written differently
# after each row: the layer of row 6 is right in 48 % after row 7 and in 12 % after row 8. Each
# output layer has learned one of these scripts.
#
# Asked at every row in training, one layer for all eight, the network is right in 84 % of the cases
# after row 6, and pays for it at the end: 85 % after row 8, with the same 20 passes over the data.
#
# ## 7 The past through the output
#
# So far a state led to the next state. There are three designs in all:
#
# 1. hidden → hidden, with an output at each step (sections 1 to 5),
# 2. hidden → hidden, with a single output at the end (section 6),
# 3. **output → hidden**: the only thing that is carried forward is the previous *output*.

# %%
show(unrolled("output → hidden", 5))

# %% [markdown]
# $$h^{(t)} = \tanh\!\left(x^{(t)} W_x + o^{(t-1)} W_o + b\right), \qquad
# o^{(t)} = h^{(t)} W_y + b_y$$
#
# with $W_o$ (V, H) in the place of $W_h$; all other shapes are as before.
#
# The third design has an attraction. In training, the right outputs are known. So give the step at
# t the *target* $y^{(t-1)}$ in place of the network's own $o^{(t-1)}$: **teacher forcing**. Now no
# step waits for another: all can be computed at once. When the network is used there is no
# teacher, and its own output is fed back: it is **free-running**.
#
# **By hand**, with all sizes 1, $W_x = W_o = 1$, $W_y = 2$, no biases, input 0.5. The
# previous output was 0.2 where −0.5 was right. Free-running: $h = \tanh(0.7) = 0.604$,
# $o = 1.209$. Teacher-forced: $h = \tanh(0) = 0$, $o = 0$.


# %%
def output_recurrent_step(x, o_prev, y_prev, params):
    """One step of the design whose memory is its output, with or without a teacher.

        past = y_prev, the target of the step before; where that is None: o_prev
        h    = tanh(x Wx + past Wo + b)
        o    = h Wy + by

    x (N, D), o_prev (N, V), y_prev (N, V) or None,
    params with Wx (D, H), Wo (V, H), b (H,), Wy (H, V), by (V,)
      ->  o (N, V)

    Example, with Wx = Wo = [[1.]], Wy = [[2.]], b = by = [0.]:
    x = [[0.5]], o_prev = [[0.2]], y_prev = None      ->  [[1.2087]]
    x = [[0.5]], o_prev = [[0.2]], y_prev = [[-0.5]]  ->  [[0.]]
    """
    ### BEGIN SOLUTION
    past = o_prev if y_prev is None else y_prev
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# First decide what is fed back, then compute as if there had been no choice.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Ask `y_prev is None`. Comparing an array with `== None` compares every entry.
#
# </details>

# %%
check("output_recurrent_step", output_recurrent_step)

# %% [markdown]
# **What you have earned:** a navigator. At each step she is told how far the ship went, and says
# how far it is from port: a running sum. In training the teacher tells her after each step where
# the ship really was. At sea, nobody does.

# %%
guess_8 = predict(
    "After 50 steps, how many times as large is the error at sea as with a teacher?",
    ["about the same", "twice", "more than five times"],
)

# %%
from rnn_core.losses import squared_error, squared_error_backward


def teacher_forced(params, batch):
    x, y, mask = batch
    o, cache = output_rnn.forward_teacher_forced(x, y, np.zeros_like(y[0]), params)
    loss, loss_cache = squared_error(o, y, mask)
    do = squared_error_backward(loss_cache)
    return loss, output_rnn.backward_teacher_forced(do, cache, params)[2]


def journeys(rng, N):
    x, y = tasks.running_sum(rng, T=50, N=N)
    return 0.2 * x, 0.2 * y, np.ones((50, N))


# %%
out_step = yours_or_ours("output_recurrent_step", output_recurrent_step)


def errors_over_time(params, x, y, teacher):
    o, errors = np.zeros_like(y[0]), []
    for t in range(len(x)):
        o = out_step(x[t], o, y[t - 1] if teacher and t > 0 else None, params)
        errors.append(np.sqrt(((o - y[t]) ** 2).mean()))
    return errors


errors = {"with a teacher": [], "free-running": []}
for seed in tqdm(range(5), desc="navigator, seed"):
    rng = np.random.default_rng(seed)
    params = output_rnn.initial_params(rng, D=1, H=16, V=1)
    batches = [journeys(rng, 32) for _ in range(500)]
    params, _ = fit(teacher_forced, params, batches, 0.01, description=None)
    x, y, _ = journeys(rng, 500)
    for name, found in errors.items():
        found.append(errors_over_time(params, x, y, teacher=name == "with a teacher"))

# %%
errors = {name: np.array(values) for name, values in errors.items()}
show(
    lines(
        np.arange(1, 51),
        {name: values.mean(0) for name, values in errors.items()},
        spread={name: (values.min(0), values.max(0)) for name, values in errors.items()},
        title="Without a teacher, small errors add up",
        xlabel="step",
        ylabel="root mean square error (5 seeds)",
    )
)
ratio = errors["free-running"][:, -1] / errors["with a teacher"][:, -1]
spread = f"({ratio.min():.1f} to {ratio.max():.1f})"
print(f"at step 50, free-running over with a teacher: {ratio.mean():.1f} {spread}")

# %%
guess_8.compare("more than five times", "A teacher wipes out each error before the next step.")

# %% [markdown]
# (With a teacher the error grows too, because the distances grow and tanh bends; but it does not
# add up.) The figure warns: an error measured with a teacher says little about the network at work.
# Lesson 10 comes back to it.
#
# ### What the third design cannot do
#
# Its past has to pass through its outputs, and those are already spoken for: they must be the right
# answer. Take the echo: read bits, written −1 and 1, and repeat each *one step late*. At step t the
# right output is $x^{(t-1)}$. With a teacher, all that comes in is $x^{(t)}$ and
# $y^{(t-1)} = x^{(t-2)}$. The bit that is asked for is in neither. Answering 0 always costs a mean
# squared error of 1.

# %%
guess_9 = predict(
    "After 500 updates with a teacher, what share of the signs does output → hidden get right?",
    ["50 %", "75 %", "100 %"],
)


# %%
def echoes(rng, N=32):
    x, y, mask = tasks.echo(rng, T=10, N=N, lag=1)
    return 2.0 * x[..., None] - 1, (2.0 * y[..., None] - 1) * mask[..., None], mask


def hidden_to_hidden(params, batch):
    x, y, mask = batch
    o, cache = sequence_model.forward(x, np.zeros((x.shape[1], 16)), params)
    loss, loss_cache = squared_error(o, y, mask)
    do = squared_error_backward(loss_cache)
    return loss, sequence_model.backward(do, cache, params)[2]


def free_running(params, batch):
    x, y, mask = batch
    o, cache = output_rnn.forward(x, np.zeros_like(y[0]), params)
    loss, loss_cache = squared_error(o, y, mask)
    do = squared_error_backward(loss_cache)
    return loss, output_rnn.backward(do, cache, params)[2]


# %%
designs = {  # how it is trained, its module, the numbers that it carries on
    "hidden → hidden": (hidden_to_hidden, sequence_model, 16),
    "output → hidden, teacher": (teacher_forced, output_rnn, 1),
    "output → hidden, free": (free_running, output_rnn, 1),
}

# %%
results = {name: [] for name in designs}
for seed in tqdm(range(5), desc="echo, seed"):
    for name, (trained_by, model, carried) in designs.items():
        rng = np.random.default_rng(seed)
        params = model.initial_params(rng, D=1, H=16, V=1)
        batches = [echoes(rng) for _ in range(500)]
        params, _ = fit(trained_by, params, batches, 0.01, description=None)
        x, y, mask = echoes(rng, N=500)
        o, _ = model.forward(x, np.zeros((500, carried)), params)
        error, signs = (o - y)[mask == 1] ** 2, (o * y > 0)[mask == 1]
        results[name].append((error.mean(), 100 * signs.mean()))

# %%
for name, values in results.items():
    error, signs = np.transpose(values)
    spread = f"({error.min():.2f} to {error.max():.2f})"
    print(f"{name:25} squared error {error.mean():.2f} {spread}", end="")
    print(f"   signs right {signs.mean():.0f} %")

# %%
guess_9.compare("50 %", "With a teacher, the bit that is asked for is in nothing that comes in.")

# %% [markdown]
# Hidden → hidden has learned the task. With a teacher, output → hidden is where always answering 0
# would be: 1.00. The last line is a surprise: trained *without* a teacher, the same design gets
# below 1, at no better signs. Look at what the last of these networks says:

# %%
for read in (-1, 1):
    for wanted in (-1, 1):
        said = o[1:][(x[1:] == read) & (y[1:] == wanted)].mean()
        print(f"reads {read:+d}, should say {wanted:+d}, says {said:+.2f} on average")

# %% [markdown]
# Where the bit that it reads equals the bit that it should say, it says it, and the sign of its
# output tells the next step what was read. Where the two differ it cannot do both. Then it says
# next to nothing, with the sign of what it *read*: a message to itself, paid for with accuracy. A
# hidden state is free of that: nobody grades it.
#
# ## Close
#
# You can now write a recurrent network and its loss, say how many numbers it learns and how its
# time grows, recognise five kinds of task, and choose between three designs. You know, too, that a
# state may hold what is needed for an answer that its output layer never learned to read.
#
# | | equation | B |
# |:--|:--|:--|
# | state | $h^{(t)} = \tanh(x^{(t)} W_x + h^{(t-1)} W_h + b)$ | 10.8, 10.9 |
# | output at each step | $o^{(t)} = h^{(t)} W_y + b_y$ | 10.10, figure 10.3 |
# | single output | $o_n = h^{(\tau_n)}_n W_y + b_y$ | figure 10.5 |
# | output → hidden | $h^{(t)} = \tanh(x^{(t)} W_x + o^{(t-1)} W_o + b)$ | figures 10.4, 10.6 |
# | loss | $L = \frac1N \sum_n \sum_t m^{(t)}_n (-\log \hat y^{(t)}_n[y^{(t)}_n])$ | 10.12–10.14 |
# | parameters | $(D + H + 1)\,H + (H + 1)\,V$ | |
#
# **The same in PyTorch**, to read:
#
# ```python
# net, out = nn.RNN(input_size=8, hidden_size=32), nn.Linear(32, 10)
# h, last = net(x, h0[None])     # x (T, N, 8), h0 (N, 32)  ->  h (T, N, 32)
# logits = out(h).flatten(0, 1)  # (T·N, 10)
# nll = nn.functional.cross_entropy(logits, y.flatten(), reduction="none")
# loss = (nll.view(T, N) * mask).sum() / N
# ```
#
# It keeps matrices transposed and has two biases where we have one, so it counts 1,674 parameters
# and not 1,642.
#
# ### Questions
#
# Each needs a computation or a decision. Use any cell, any function of yours.
#
# **1.** All sizes are 1: $W_x = 2$, $W_h = -1$, $b = 0.5$, $h^{(0)} = 0.5$. The inputs are 1 and
# then 0.5. What is $h^{(2)}$, to four decimals?

# %%
second_state = None
### BEGIN SOLUTION
second_state = 0.4899
### END SOLUTION

# %%
check("unrolling_second_state", second_state)

# %% [markdown]
# **2.** You may store 10,000 numbers, biases included. With 8 inputs and 10 outputs at each step,
# how many hidden units can the network have at most?

# %%
most_units = None
### BEGIN SOLUTION
most_units = max(H for H in range(1, 200) if count_parameters(1, 8, H, 10) <= 10_000)
### END SOLUTION

# %%
check("unrolling_budget", most_units)

# %% [markdown]
# **3.** A network gives all of ten classes the same probability, at every step. What is its loss,
# as `sequence_loss` counts it, on a batch of three sequences with lengths 8, 5 and 2, to two
# decimals?

# %%
ignorant_loss = None
### BEGIN SOLUTION
ignorant_loss = 5 * np.log(10)
### END SOLUTION

# %%
check("unrolling_ignorant_loss", ignorant_loss)

# %% [markdown]
# **4.** The inputs are numbers, one at each step. Which of these outputs can the design output →
# hidden learn with teacher forcing? Answer with a letter in quotes.
#
# - **A** the mean of the last two inputs
# - **B** the largest input so far
# - **C** 1 if the last three inputs were all positive, else 0
# - **D** the mean of all inputs so far

# %%
learnable = None
### BEGIN SOLUTION
learnable = "B"
### END SOLUTION

# %%
check("unrolling_design", learnable)

# %% [markdown]
# Next: where the gradients come from that trained all of this. [02 Backpropagation through
# time](../02_bptt/02_bptt.ipynb).
#
# **Sources.** **B**: I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press 2016,
# sections 10.1 and 10.2: unfolding, the three designs, teacher forcing. **N**: notes on sequence
# models in the style of Ng's course: the kinds of input and output, one-hot vectors, embeddings.
# **T**: a tutorial on RNNs and BPTT: unfolding, shared weights. **C**: CMU 11-785, lecture on
# stability and LSTM: the state as a memory. M. I. Jordan, *Serial Order*, 1986 (output → hidden).
# J. L. Elman, *Finding Structure in Time*, 1990 (hidden → hidden). R. J. Williams and D. Zipser,
# *A Learning Algorithm for Continually Running Fully Recurrent Neural Networks*, 1989 (teacher
# forcing). E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI 1998 (the
# digits).
