# %% [markdown]
# # 02 Backpropagation through time
#
# **Where does the gradient come from when a weight is used τ times?** By the end a network trained
# through your own backward pass forecasts the Sun a year ahead, and you have a procedure for the
# night when a gradient does not match.
#
# *Time: 95 minutes (28 of reading, 5 for predictions, 50 for six exercises, 12 for five questions;
# the cells run in 20 seconds). Needed: lesson 01, the chain rule.*
#
# After this lesson you can
#
# - **derive** the gradient of every weight of a recurrent network, as a sum over paths and as a
#   recursion,
# - **check** a gradient against the loss itself, and **diagnose** a wrong one from where it fails,
# - **predict** what a backward pass costs in time and memory,
# - **measure** what is lost when it is cut short.

# %%
from time import perf_counter

import numpy as np
from tqdm.auto import tqdm

from autograder import check, yours_or_ours
from rnn_core import linear, losses, rnn, sequence_model
from rnn_core.data import sunspots
from rnn_core.gradient_check import relative_error
from rnn_core.plots import bars, lines, show, unrolled
from rnn_core.train import fit
from rnn_core.widgets import gradient_contributions, predict

# %% [markdown]
# ## 1 Which way should the weight move?
#
# Take the smallest network that has a past: three steps, one of everything, an output at the end.
#
# $$h_t = \tanh(W_x x_t + W_h h_{t-1}), \quad t = 1, 2, 3 \qquad o_3 = W_y h_3
#   \qquad L_3 = \tfrac12 (o_3 - y)^2$$
#
# Here every symbol is a single number: inputs $x_t$, states $h_t$, output $o_3$, target $y$, loss
# $L_3$ and the three weights. ($h_t$ is $h^{(t)}$, its step written below to leave room for
# squares.)

# %%
# NBVAL_CHECK_OUTPUT
X, H0, Y, WX, WH, WY = (-0.5, -1.0, 0.5), 0.5, 1.0, 1.0, 1.5, 0.5


def three_steps(Wh):
    """The states h_0 … h_3 and the loss; Wh may be three numbers, one for each use."""
    h = [H0]
    for x_t, Wh_t in zip(X, np.broadcast_to(Wh, 3), strict=True):
        h.append(np.tanh(WX * x_t + Wh_t * h[-1]))
    return np.array(h), 0.5 * (WY * h[3] - Y) ** 2


h, loss = three_steps(WH)
print("states h_0 … h_3:", h.round(3), "  loss:", loss.round(3))

# %% [markdown]
# Which way should $W_h$ move? The chain rule, as you know it from feed-forward networks: from the
# loss to the output, to $h_3$, through the tanh, to $W_h$, whose factor there is $h_2$.
#
# $$\frac{\partial L_3}{\partial o_3}\,\frac{\partial o_3}{\partial h_3}\,
#   \frac{\partial h_3}{\partial W_h} = (o_3 - y)\; W_y\; (1 - h_3^2)\, h_2 = 0.291$$
#
# (The derivative of $\tanh(a)$ is $1 - \tanh^2(a)$, which is $1 - h^2$ once the state is known.)

# %%
guess_1 = predict(
    "The slope is 0.291, so we make Wh a little smaller. The loss …", ["falls", "rises"]
)

# %%
# NBVAL_CHECK_OUTPUT
slope = (WY * h[3] - Y) * WY * (1 - h[3] ** 2) * h[2]
after = three_steps(WH - 0.5 * slope)[1]
print(f"slope {slope:.3f}   loss {loss:.3f}, after a step of half the slope {after:.3f}")

# %%
guess_1.compare("rises", "The slope has the wrong sign, and no sign error was made.")
around = np.linspace(1.0, 2.0, 101)
lines(
    around,
    {
        "the loss": [three_steps(Wh)[1] for Wh in around],
        "slope 0.291": loss + slope * (around - WH),
    },
    title="At 1.5 the loss falls, the computed slope rises",
    xlabel="Wh",
    ylabel="loss",
)

# %% [markdown]
# Every factor in that product is right. What is missing?
#
# ## 2 Three steps by hand
#
# $W_h$ is one number, but it is used at three places. Move it, and it changes the loss through each
# of them. (Dotted below: room for steps that this network does not have.)

# %%
show(unrolled("many-to-one", 3, sizes=(1, 1, 1)))

# %% [markdown]
# Here is a smaller example that you have known for years. No inputs, no tanh, start at 1: then
# $h_3 = W_h \cdot W_h \cdot W_h \cdot 1 = W_h^3$. Pretend that the three uses are three different
# weights. Move one and hold the other two still: each gives $W_h^2$. Added up: $3W_h^2$. The power
# rule is a sum over the uses of a weight, and so is backpropagation through time (**BPTT**). The
# same thought in general: give each use a name of its own, differentiate by each, add.
#
# What does one use contribute? A product along the **path** from the loss back to it. Between
# neighbouring states a path passes one **link**,
# $\partial h_t / \partial h_{t-1} = (1 - h_t^2)\,W_h$. It ends with the use itself, where the
# previous state counts as fixed: $(1 - h_t^2)\,h_{t-1}$.
#
# **Wy** is used once, and there is one path: $\;\partial L_3/\partial W_y = (o_3 - y)\,h_3$.
#
# **Wh** is used three times: three paths. They share their beginning, the gradient
# $\delta h_3 = \partial L_3 / \partial h_3 = (o_3 - y)\,W_y$. We call it what the loss *asks of*
# $h_3$.
#
# $$\begin{aligned} \frac{\partial L_3}{\partial W_h} = \;
#  &\underbrace{\delta h_3\,(1{-}h_3^2)\,h_2}_{\text{use at step 3}}
#  + \underbrace{\delta h_3\,(1{-}h_3^2)W_h\,(1{-}h_2^2)\,h_1}_{\text{use at step 2}} \\
#  &+ \underbrace{\delta h_3\,(1{-}h_3^2)W_h\,(1{-}h_2^2)W_h\,(1{-}h_1^2)\,h_0}_{\text{use at
#  step 1}} \end{aligned}$$
#
# **Wx** has the same three paths. Only their ends differ: where $W_h$ met $h_{t-1}$, $W_x$ met
# $x_t$.
#
# <details><summary>The same in the notation of the BPTT tutorial (T in the sources below)</summary>
#
# It writes both as sums over states, with $s_t$ for our $h_t$, $W_s$ for $W_h$, $y_3$ for the
# output and $E_3$ for the loss. Its $\partial y_3 / \partial s_i$ is the product along a path:
#
# $$\frac{\partial E_3}{\partial W_s} = \sum_{i=1}^{3} \frac{\partial E_3}{\partial y_3}\,
#   \frac{\partial y_3}{\partial s_i}\, \frac{\partial s_i}{\partial W_s} \qquad\quad
#   \frac{\partial E_3}{\partial W_x} = \sum_{i=1}^{3} \frac{\partial E_3}{\partial y_3}\,
#   \frac{\partial y_3}{\partial s_i}\, \frac{\partial s_i}{\partial W_x}$$
#
# </details>

# %%
guess_2 = predict(
    "Which of the three uses contributes most to the slope at Wh = 1.5, by size?",
    ["step 1, farthest from the loss", "step 2", "step 3, next to the loss"],
)

# %% [markdown]
# **By hand.** The states are 0.5, 0.245, −0.560, −0.327, and
# $\delta h_3 = (-0.164 - 1) \cdot 0.5 = -0.582$.
#
# | use at | path up to the use | ends with | contribution |
# |:--|:--|:--|--:|
# | step 3 | $-0.582 \cdot 0.893 = -0.520$ | $h_2 = -0.560$ | 0.291 |
# | step 2 | $-0.520 \cdot 1.5 \cdot 0.686 = -0.535$ | $h_1 = 0.245$ | −0.131 |
# | step 1 | $-0.535 \cdot 1.5 \cdot 0.940 = -0.754$ | $h_0 = 0.5$ | −0.377 |
# | | | sum | **−0.217** |
#
# Is that so? Ask the loss: nudge one use at a time.

# %%
# NBVAL_CHECK_OUTPUT
uses, eps = np.full(3, WH), 1e-5
for t in range(3):
    nudge = eps * (np.arange(3) == t)
    change = three_steps(uses + nudge)[1] - three_steps(uses - nudge)[1]
    print(f"use at step {t + 1}: {change / (2 * eps):6.3f}")
change = three_steps(WH + eps)[1] - three_steps(WH - eps)[1]
print(f"all three:     {change / (2 * eps):6.3f}")

# %%
guess_2.compare(
    "step 1, farthest from the loss",
    "Row by row the path grew, by 1.03 and by 1.41. Distance alone decides nothing.",
)

# %% [markdown]
# So the surprise was one path of three. Now all three weights, for any numbers.


# %%
def three_step_gradient(x, h0, y, Wx, Wh, Wy):
    """The gradient of L_3 = ½ (o_3 − y)² with respect to the three weights.

        h_t = tanh(Wx x_t + Wh h_{t−1}),  t = 1, 2, 3,       o_3 = Wy h_3

    dWy: one path.   dWh, dWx: a sum over three paths, as above.

    x (3,) holds x_1, x_2, x_3; h0, y, Wx, Wh, Wy are numbers  ->  dWx, dWh, dWy, numbers

    Example: x = [-0.5, -1, 0.5], h0 = 0.5, y = 1, Wx = 1, Wh = 1.5, Wy = 0.5
      ->  0.6524, -0.2174, 0.3808
    """
    x1, x2, x3 = x
    h1 = np.tanh(Wx * x1 + Wh * h0)
    h2 = np.tanh(Wx * x2 + Wh * h1)
    h3 = np.tanh(Wx * x3 + Wh * h2)
    ### BEGIN SOLUTION
    error = Wy * h3 - y
    da3 = error * Wy * (1 - h3**2)  # the path up to the use at step 3
    da2 = da3 * Wh * (1 - h2**2)
    da1 = da2 * Wh * (1 - h1**2)
    dWx = da3 * x3 + da2 * x2 + da1 * x1
    dWh = da3 * h2 + da2 * h1 + da1 * h0
    return dWx, dWh, error * h3
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The second column of the table is three numbers, each made from the one above it. Give them names.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# From one row to the next, the path gains one link: the recurrent weight and the slope of the tanh
# that it enters. Which state is that slope written in?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# Each of the three numbers serves twice: with the state that came in at its step, and with the
# input that came in there.
#
# </details>

# %%
check("three_step_gradient", three_step_gradient)

# %% [markdown]
# **What you have earned:** a descent that descends. Forty steps on $W_h$, once with your gradient,
# once with the slope of the last use alone.

# %%
three = yours_or_ours("three_step_gradient", three_step_gradient)
descent = {"your gradient": [], "the last use alone": []}
for name, losses_so_far in descent.items():
    Wh = WH
    for _ in range(41):
        h, loss = three_steps(Wh)
        losses_so_far.append(loss)
        last_use = (WY * h[3] - Y) * WY * (1 - h[3] ** 2) * h[2]
        dWh = three(np.array(X), H0, Y, WX, Wh, WY)[1] if name == "your gradient" else last_use
        Wh -= 0.5 * dWh
lines(
    np.arange(41),
    descent,
    title="One path of three: up, down, and up again",
    xlabel="update",
    ylabel="loss",
)

# %% [markdown]
# ## 3 An instrument
#
# You asked the loss directly, and it did not lie. This is worth a tool. Move one entry of $w$ up by
# ε and down by ε, hold all others still, and take the slope between the two points. For every entry
# k, with $e_k$ an array of zeros and a 1 at k:
#
# $$\frac{\partial f}{\partial w_k} \approx
#   \frac{f(w + \varepsilon e_k) - f(w - \varepsilon e_k)}{2\,\varepsilon}$$
#
# This is a **central difference**. The result has the shape of $w$, whatever that is. Why both
# sides? **By hand**, $f(w) = w^3$ at 2, where the slope is 12, with ε = 0.1: one-sided,
# $(9.261 - 8)/0.1 = 12.61$; central, $(9.261 - 6.859)/0.2 = 12.01$.


# %%
def gradient_check(f, w, eps):
    """The gradient of f at w by central differences, one entry after the other.

        gradient[k] = (f(w with eps added at k) − f(w with eps taken off at k)) / (2 eps)

    f takes an array like w and returns a number; w is an array of any shape, which may hold
    whole numbers and must not be changed; eps is a number  ->  gradient, floats shaped like w

    Example: f = lambda w: np.sum(w**3), w = np.array([1, 2]), eps = 0.1  ->  [3.01, 12.01]
    """
    ### BEGIN SOLUTION
    gradient = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[k] = eps
        gradient[k] = (f(w + step) - f(w - step)) / (2 * eps)
    return gradient
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `np.ndindex(w.shape)` runs through the indices of an array of any shape: `w[k]` is one entry.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `w` must not change. Either work on copies made as floats, or make an array of zeros with one
# entry ε and add it to `w`.
#
# </details>

# %%
check("gradient_check", gradient_check)

# %% [markdown]
# **What you have earned:** a judge, which has to be judged first. How small should ε be?

# %%
guess_3 = predict(
    "From ε = 0.01 to ε = 0.001, by what factor does the error of the central difference shrink?"
)

# %%
numerical = yours_or_ours("gradient_check", gradient_check)
exact = three(np.array(X), H0, Y, WX, WH, WY)[1]
at, loss = np.array([WH]), three_steps(WH)[1]


def loss_of(w):
    return three_steps(w[0])[1]


eps_values = 10.0 ** np.arange(-12, 0)
central = [relative_error(numerical(loss_of, at, eps)[0], exact) for eps in eps_values]
one_sided = [relative_error((loss_of(at + eps) - loss) / eps, exact) for eps in eps_values]
lines(
    eps_values,
    {"central": central, "one-sided": one_sided},
    title="Too wide misses the slope, too small drowns in rounding",
    xlabel="ε",
    ylabel="relative error",
    log_x=True,
    log_y=True,
)

# %%
guess_3.compare(100, "The error of a central difference goes with ε², of a one-sided one with ε.")

# %% [markdown]
# Far to the left, both values of $f$ agree in nearly all their 16 digits, and the difference keeps
# the noisy rest. In between lies a floor near $10^{-10}$. This course takes ε = $10^{-5}$ and
# compares whole arrays by their **relative error**: $\max|a - b|$ over the larger of $\max|a|$ and
# $\max|b|$. Below $10^{-6}$ a gradient is right; above $10^{-3}$ it is wrong; between them, look
# for a kink (such as ReLU's at 0) or for float32.
#
# ## 4 τ steps
#
# Nothing above is special to the number three. For a loss at step τ,
#
# $$\frac{\partial L_\tau}{\partial W_h} = \sum_{k=1}^{\tau} \delta h_\tau
#   \left( \prod_{j=k+1}^{\tau} (1 - h_j^2)\, W_h \right) (1 - h_k^2)\, h_{k-1},
#   \qquad \delta h_\tau = \frac{\partial L_\tau}{\partial h_\tau}$$
#
# With a loss at every step, as in lesson 01, the total is $L = \sum_t L_t$, and its gradient is the
# sum of all theirs: one path from each loss to each use at its step or before it.

# %%
guess_4 = predict("50 steps, a loss at each. How many paths lead from a loss to a use of Wh?")

# %%
# NBVAL_CHECK_OUTPUT
print("paths:", sum(1 for t in range(1, 51) for k in range(1, t + 1)))

# %%
guess_4.compare(1275, "1 + 2 + … + 50 = 50 · 51 / 2. With 1,000 steps it is half a million.")

# %% [markdown]
# Nobody walks half a million paths. They share their way: whatever reaches a state goes on from
# there together. So stop at each state, collect what arrives, and send the sum on, once. This is
# the recursion over the **nodes** of the unrolled graph (*Deep Learning*, B in the sources below,
# section 10.2.2). A state has two readers, its own loss and the next step, so two gradients meet
# there:
#
# $$\underbrace{\delta h^{(t)}}_{\text{all that } L \text{ asks of } h^{(t)}}
#  = \underbrace{dh^{(t)}}_{\text{asked by its own loss}}
#  + \underbrace{\delta a^{(t+1)}\, W_h^\top}_{\text{asked through the next step}}$$
#
# $$\delta a^{(t)} = \delta h^{(t)} \odot \left(1 - h^{(t)} \odot h^{(t)}\right)$$
#
# $\delta v$ stands for $\partial L / \partial v$, of the whole loss; $dh^{(t)}$ is only the part
# that comes from step t's own loss. In code both are called `dh`; the docstrings say which.
#
# It starts at the last step, which has no next one, and runs backwards. From here on a state is a
# row of H numbers for each of N sequences: $\delta h^{(t)}$, $dh^{(t)}$ and $\delta a^{(t)}$ are
# (N, H), $W_h$ is (H, H). $a^{(t)}$ is the sum inside the tanh, and ⊙ multiplies entry by entry.
# Forwards a state is multiplied by $W_h$; backwards its gradient, by $W_h$ transposed.
#
# **By hand**, without tanh: $W_h = 2$, start at 1, no inputs, and $L = h_1 + h_2 + h_3$, so that
# each loss asks 1 of its state.
#
# | t | $h_t$ | its loss asks | next step asks | $\delta h_t$ | to $W_h$: $h_{t-1}\,\delta h_t$ |
# |:--|--:|--:|--:|--:|--:|
# | 3 | 8 | 1 | | 1 | 4 · 1 = 4 |
# | 2 | 4 | 1 | 1 · 2 | 3 | 2 · 3 = 6 |
# | 1 | 2 | 1 | 3 · 2 | 7 | 1 · 7 = 7 |
#
# Sum: 17. Test: $L = w + w^2 + w^3$, and $1 + 2w + 3w^2 = 17$ at 2. Six paths, three lines.
#
# **A question for the explorer.** Below, a network of three units walks back from a loss at step 8.
# *Nodes back* goes through the recursion one node at a time; the bars say which use of $W_h$ gave
# how much of the gradient. (With the loss at step 3 there are three paths, as in section 2.) Scale
# $W_h$ by 0.3: the last two uses make up more than 90 %. Now scale it by 1.0. How many uses,
# counted from the last, does it take to pass 90 %?

# %% tags=["widget"]
gradient_contributions()

# %%
uses_for_90_percent = None
### BEGIN SOLUTION
uses_for_90_percent = 7
### END SOLUTION

# %%
check("bptt_walk", uses_for_90_percent)

# %% [markdown]
# Now scale by 2.0. The early uses lose their part again, though no weight is small. Read the sizes
# above the states, from right to left: they fall from 9.1 to 0.086 at step 5. Think of $1 - h^2$:
# large weights have driven the late states towards 1, where tanh is flat. Farther back the states
# are still near 0 and tanh is steep, so the weights win: the sizes rise again, to 0.63 at step 1.
# Lesson 04 is about both ends.
#
# ## 5 The pieces
#
# The backward pass needs two things: how it starts, and what one step does to the gradient.
#
# It starts at the loss. Lesson 01's sums $-\log \hat y$ over time, with
# $\hat y = \operatorname{softmax}(o)$, and takes the mean over N sequences. Its gradient is short:
#
# $$\frac{\partial L}{\partial o^{(t)}_i} =
#   \frac{m^{(t)}}{N}\left( \hat y^{(t)}_i - \mathbb 1[i = y^{(t)}] \right)$$
#
# The bracket $\mathbb 1[\cdot]$ is 1 where its statement holds and 0 elsewhere; the mask $m$ is 0
# on padding. To derive it for one step with target y, write
# $-\log \hat y_y = -o_y + \log \sum_j e^{o_j}$ and differentiate both terms by $o_i$. **By hand**,
# V = 2, one sequence, one step: the logits 0 and log 3 have the probabilities ¼ and ¾. If symbol 0
# was right, the gradient is −¾ and ¾.


# %%
def softmax_loss_backward(logits, targets, mask):
    """The gradient of lesson 01's loss with respect to the logits.

        dlogits[t, n, i] = mask[t, n] (softmax(logits[t, n])_i − 1[i = targets[t, n]]) / N

    logits (T, N, V), targets (T, N) integers below V, mask (T, N) of ones and zeros
      ->  dlogits (T, N, V), finite even for logits of 1000

    Example: logits = [[[0, log 3]]], targets = [[0]], mask = [[1.]]  ->  [[[-0.75, 0.75]]]
    """
    ### BEGIN SOLUTION
    e = np.exp(logits - logits.max(axis=2, keepdims=True))
    probabilities = e / e.sum(axis=2, keepdims=True)
    one_hot = targets[:, :, None] == np.arange(logits.shape[2])
    return mask[:, :, None] * (probabilities - one_hot) / logits.shape[1]
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Probabilities minus one-hot, times the mask, over N. Lesson 01's loss has no mean over time.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `targets[:, :, None] == np.arange(V)` compares each target with every symbol. What is its shape?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# The mask has to be stretched over the symbols: give it a third axis of length 1, too.
#
# </details>

# %%
check("softmax_loss_backward", softmax_loss_backward)

# %% [markdown]
# **What you have earned:** the start of the backward pass, and your instrument agrees. Each step's
# gradient adds up to zero: probability is moved, never made.

# %%
# NBVAL_CHECK_OUTPUT
loss_backward = yours_or_ours("softmax_loss_backward", softmax_loss_backward)
logits, targets = np.array([[[2.0, 0.0, 1.0]]]), np.array([[1]])
do = loss_backward(logits, targets, np.ones((1, 1)))


def softmax_loss(o):
    return losses.softmax_cross_entropy(o, targets)[0]


print("gradient", do[0, 0].round(3), " adds up to zero:", abs(do.sum()) < 1e-12)
print("error below 1e-6:", relative_error(do, numerical(softmax_loss, logits, 1e-5)) < 1e-6)

# %% [markdown]
# Now one step, $a = xW_x + hW_h + b$, $h' = \tanh(a)$. It is handed $\delta h'$ (N, H), all that
# the loss asks of its new state, and passes it on to everything that went in. First through the
# tanh: $\delta a = \delta h' \odot (1 - h' \odot h')$. Then entry by entry, where k is a unit of
# the new state and j one of the old: $a_{nk} = \sum_j h_{nj} W_{jk} + \dots$ An old unit is read by
# every new one, and a weight is used by every sequence, so add over them:
#
# $$\delta h_{nj} = \sum_k \delta a_{nk} W_{jk} \;\;\text{or}\;\; \delta h = \delta a\, W_h^\top
#  \qquad\quad
#  \delta W_{jk} = \sum_n h_{nj}\, \delta a_{nk} \;\;\text{or}\;\; \delta W_h = h^\top \delta a$$
#
# That is where the transposition comes from. $x$, $W_x$ and $b$ stand in the same sum; what they
# get is yours to derive in the same way. Shapes find most mistakes here, because $\delta v$
# has the shape of $v$, but not those in the square $W_h$. The sum over N sequences is inside
# $h^\top \delta a$, (H, N)·(N, H) = (H, H); for the bias it must be written. What the step needs
# from the forward pass, $x$, $h$ and $h'$, is in its **cache**.
#
# **By hand**, one of everything: $x = 1$, $h = 0.5$, $h' = 0.6$, $W_x = 2$, $W_h = -1$,
# $\delta h' = 2$. Then $\delta a = 2 \cdot 0.64 = 1.28$, and $\delta x = 2.56$, $\delta h = -1.28$,
# $\delta W_x = 1.28$, $\delta W_h = 0.64$, $\delta b = 1.28$.


# %%
def rnn_step_backward(dh_next, cache, params):
    """One step backwards: from what the loss asks of h_next to what it asks of all that made it.

        a = x Wx + h Wh + b,  h_next = tanh(a)        da = dh_next * (1 − h_next²)

    dh_next (N, H), cache = (x (N, D), h (N, H), h_next (N, H)),
    params with Wx (D, H), Wh (H, H), b (H,)
      ->  dx (N, D), dh (N, H), dWx (D, H), dWh (H, H), db (H,)

    Example: dh_next = [[2.]], cache = ([[1.]], [[0.5]], [[0.6]]), Wx = [[2.]], Wh = [[-1.]]
      ->  [[2.56]], [[-1.28]], [[1.28]], [[0.64]], [1.28]
    """
    ### BEGIN SOLUTION
    x, h, h_next = cache
    da = dh_next * (1 - h_next**2)
    return da @ params.Wx.T, da @ params.Wh.T, x.T @ da, h.T @ da, da.sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Everything goes through `da`, so compute it first. The cache holds two states; only one of them
# came out of this tanh.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# For each of the four products, one order and one transposition give the shape in the docstring.
# `dh` and `dWh` fit in two ways each: forwards, `Wh[j, k]` leads from unit j to unit k.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# In `a`, `x` and `Wx` stand as `h` and `Wh` do. Each entry of `b` is added to its unit in every
# sequence: who asks something of it?
#
# </details>

# %%
check("rnn_step_backward", rnn_step_backward)

# %% [markdown]
# **What you have earned:** the recursion of section 4, one call of your step at a time. The loss
# asks something of the last state alone. What does it ask of the states before?

# %%
step_backward = yours_or_ours("rnn_step_backward", rnn_step_backward)
asked = {}
for scale in (0.7, 1.0, 1.3):
    rng = np.random.default_rng(3)
    params = rnn.initial_params(rng, D=2, H=8)
    params = params._replace(Wh=params.Wh * scale / np.abs(np.linalg.eigvals(params.Wh)).max())
    x, dh = rng.normal(size=(30, 1, 2)) / 10, rng.normal(size=(1, 8))
    h, _ = rnn.forward(x, np.zeros((1, 8)), params)
    sizes = []
    for t in range(29, 0, -1):
        sizes.append(np.linalg.norm(dh))
        _, dh, *_ = step_backward(dh, (x[t], h[t - 1], h[t]), params)
    asked[f"Wh scaled to {scale}"] = sizes

# %%
# NBVAL_CHECK_OUTPUT
for name, sizes in asked.items():
    print(f"{name}: 28 steps before the loss, divided by {sizes[0] / sizes[-1]:,.0f}")

# %%
lines(
    np.arange(29),
    asked,
    title="At 0.7 a gradient fades with each step back, at 1.3 it lasts",
    xlabel="steps before the loss",
    ylabel="size of the gradient",
    log_y=True,
)

# %% [markdown]
# Each step back multiplies. At 0.7 the size falls geometrically, in 28 steps by a factor of about
# 260,000. ($0.7^{28}$ alone would be a factor of 22,000; the slopes of tanh, below 1, give most of
# the rest.) At 1.0 it still falls by a factor of 42; at 1.3 it holds, because the slopes take off
# what the weights put on. (*Scaled to 0.7*: the largest eigenvalue of $W_h$ has the size 0.7.
# Lesson 03 explains.) Keep this picture for section 8.
#
# ## 6 All the way back
#
# The whole pass walks from the last step to the first. At each it collects, goes through the step,
# and **adds**: the parameters are the same at every step, so their gradients are sums over time.
#
# $$\delta W_x = \sum_t x^{(t)\top} \delta a^{(t)} \qquad
#  \delta W_h = \sum_t h^{(t-1)\top} \delta a^{(t)} \qquad
#  \delta b = \sum_t \sum_n \delta a^{(t)}_n$$
#
# Inputs and states are not shared: each has a gradient of its own. What leaves the first step
# belongs to $h^{(0)}$. In the order of the pass, with an output layer $o = h W_y + b_y$ on top:
#
# | node | gradient | shape |
# |:--|:--|:--|
# | $o^{(t)}$ | $\delta o^{(t)}$, from `softmax_loss_backward` | (N, V) |
# | $W_y$ | $\sum_t h^{(t)\top} \delta o^{(t)}$ | (H, V) |
# | $b_y$ | $\sum_t \sum_n \delta o^{(t)}_n$ | (V,) |
# | $h^{(t)}$, own loss | $dh^{(t)} = \delta o^{(t)} W_y^\top$ | (N, H) |
# | $h^{(t)}$, in all | $\delta h^{(t)} = dh^{(t)} + \delta a^{(t+1)} W_h^\top$ | (N, H) |
# | $x^{(t)}$ | $\delta a^{(t)} W_x^\top$ | (N, D) |
# | $h^{(0)}$ | $\delta a^{(1)} W_h^\top$ | (N, H) |
#
# **By hand**: read the table with the 17 once more, as a program. Which numbers must you remember
# from one line to the next, and which one do you only add to? (Remember $\delta a$ of the step just
# done, which is $\delta h$ where there is no tanh; only add to the weight's sum.)


# %%
def rnn_backward(dh, cache, params):
    """Backpropagation through time: rnn_step_backward, from the last step to the first.

        total[t] = dh[t] + what step t+1 sent back to h[t]   (nothing at the last step)

    dh (T, N, H): what the loss asks of each h[t] directly
    cache = (x (T, N, D), h0 (N, H), h (T, N, H)), as the forward pass left it
    params with Wx (D, H), Wh (H, H), b (H,)
      ->  dx (T, N, D), dh0 (N, H), and summed over time: dWx (D, H), dWh (H, H), db (H,)

    Your rnn_step_backward may be called. No argument may be changed.

    Example, with one of everything, Wx = [[1.]], Wh = [[2.]], x = [[[0.]], [[0.]]],
    h0 = [[1.]], h = [[[0.5]], [[0.8]]], dh = [[[1.]], [[1.]]]
      ->  [[[1.29]], [[0.36]]], [[2.58]], [[0.]], [[1.47]], [1.65]
    """
    ### BEGIN SOLUTION
    x, h0, h = cache
    dx, from_next = np.zeros_like(x), np.zeros_like(h0)
    sums = [np.zeros_like(w) for w in params]
    for t in reversed(range(len(x))):
        step = x[t], h[t - 1] if t > 0 else h0, h[t]
        dx[t], from_next, *grads = rnn_step_backward(dh[t] + from_next, step, params)
        sums = [total + grad for total, grad in zip(sums, grads, strict=True)]
    return dx, from_next, *sums
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Before the loop: zeros for the sums, and zeros for what comes back from the future, because the
# last step has none.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The cache of step t is its input, the state before it and the state after it. One of the states
# before a step is not in `h`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# In the loop: add `dh[t]` to what came back, call the step, keep its `dx` in place t, add its three
# parameter gradients to the sums, and let its `dh` be what comes back next time.
#
# </details>

# %%
check("rnn_backward", rnn_backward)

# %% [markdown]
# **What you have earned:** a complete gradient. First, the sum of section 2 against your recursion:
# the same three steps, as arrays of shape (3, 1, 1).

# %%
# NBVAL_CHECK_OUTPUT
backward = yours_or_ours("rnn_backward", rnn_backward)
params = rnn.Params(np.array([[WX]]), np.array([[WH]]), np.zeros(1))
h, cache = rnn.forward(np.reshape(X, (3, 1, 1)), np.array([[H0]]), params)
dh = np.zeros((3, 1, 1))
dh[2] = (WY * h[2] - Y) * WY  # only the last step has a loss

recursion = [gradient.item() for gradient in backward(dh, cache, params)[2:4]]
by_hand = three(np.array(X), H0, Y, WX, WH, WY)[:2]
print("recursion: dWx {:.4f}  dWh {:.4f}".format(*recursion))
print("by hand:   dWx {:.4f}  dWh {:.4f}".format(*by_hand))
print("equal to 1e-12:", np.allclose(recursion, by_hand, rtol=0, atol=1e-12))

# %% [markdown]
# Then everything at once, judged by your own instrument: a softmax loss at every step, sequences of
# unequal length, an initial state that is not zero.

# %%
T, N, D, H, V = 6, 3, 2, 4, 5
rng = np.random.default_rng(4)
shapes = {"x": (T, N, D), "h0": (N, H), "Wx": (D, H), "Wh": (H, H), "b": H, "Wy": (H, V), "by": V}
arrays = {name: 0.5 * rng.normal(size=shape) for name, shape in shapes.items()}
targets, mask = rng.integers(V, size=(T, N)), np.arange(T)[:, None] < [6, 4, 5]


def network_loss(x, h0, Wx, Wh, b, Wy, by):
    h, _ = rnn.forward(x, h0, rnn.Params(Wx, Wh, b))
    return losses.softmax_cross_entropy(h @ Wy + by, targets, mask)[0]


def network_gradients(x, h0, Wx, Wh, b, Wy, by):
    h, cache = rnn.forward(x, h0, rnn.Params(Wx, Wh, b))
    do = loss_backward(h @ Wy + by, targets, mask)
    of_the_rest = backward(do @ Wy.T, cache, rnn.Params(Wx, Wh, b))
    return *of_the_rest, np.einsum("tnh,tnv->hv", h, do), do.sum(axis=(0, 1))


# %%
# NBVAL_CHECK_OUTPUT
errors = {}
for name, gradient in zip(arrays, network_gradients(**arrays), strict=True):

    def loss_with(w, name=name):
        return network_loss(**arrays | {name: w})

    errors[name] = relative_error(gradient, numerical(loss_with, arrays[name], 1e-5))
    print(f"d{name:3} {gradient.shape!s:10} relative error below 1e-6: {errors[name] < 1e-6}")

# %%
print("largest relative error:", f"{max(errors.values()):.0e}")

# %% [markdown]
# Seven gradients, all right. What is left is the error of the instrument, with its ε = $10^{-5}$.
#
# ### The night when it does not match
#
# A gradient check says *that* something is wrong. Where it fails says *what*. Start with T = 1 and
# N = 1, and let one thing grow at a time. Try it on a patient: someone lets the gradient cross
# $W_h$ the wrong way, without transposing. All shapes fit.

# %%
guess_5 = predict(
    "Wh is not transposed on the way back. Which gradient is wrong already at T = 1?",
    ["dx", "dh0", "dWh", "none of them"],
)

# %%
# NBVAL_CHECK_OUTPUT
for T in (1, 2, 3):
    x, h0, dh = rng.normal(size=(T, N, D)), rng.normal(size=(N, H)), rng.normal(size=(T, N, H))
    params = rnn.Params(arrays["Wx"], arrays["Wh"], arrays["b"])
    _, cache = rnn.forward(x, h0, params)
    right, wrong = backward(dh, cache, params), backward(dh, cache, params._replace(Wh=params.Wh.T))
    pairs = zip(("dx", "dh0", "dWx", "dWh", "db"), right, wrong, strict=True)
    print(f"T = {T}, wrong:", *(name for name, a, b in pairs if relative_error(a, b) > 1e-3))

# %%
guess_5.compare("dh0", "All others are made before the gradient crosses Wh for the first time.")

# %% [markdown]
# Every mistake leaves its own trace:
#
# | it fails | look at |
# |:--|:--|
# | in dWy and dby | the gradient of the loss; nothing else can be right before this is |
# | in all others, at T = 1 | the slope of the tanh |
# | in dh0 at T = 1, in dx, dh0, dWx, dWh and db at T = 2 | what leaves a step: the transposed Wh |
# | from T = 2 on only | what passes between steps: the adding, the order |
# | in dWh alone | the state before each step, h0 among them; or the product turned round |
# | from N = 2 on only | a sum over sequences that is missing or is a mean |
# | with a mask only | padding that still sends a gradient |
#
# ## 7 What it costs
#
# A step forward takes two matrix products, a step back four, and each is taken once. So the
# backward pass takes time in proportion to τ: **O(τ)**. All states have to be kept until it comes
# by, so memory is O(τ), too. Compare the walk along all paths:


# %%
def every_path(dh, cache, params):
    """dWh, path by path: each loss goes back alone to every use before it."""
    _, h0, h = cache
    before, dWh = np.concatenate([h0[None], h[:-1]]), np.zeros_like(params.Wh)
    for t in range(len(h)):
        going_back = dh[t]
        for k in range(t, -1, -1):
            da = going_back * (1 - h[k] ** 2)
            dWh += before[k].T @ da
            going_back = da @ params.Wh.T
    return dWh


# %%
guess_6 = predict(
    "From 100 steps to 300: how many times as long does the walk along all paths take?"
)

# %%
T_values, milliseconds = np.array([10, 30, 100, 300]), {"every path": [], "recursion": []}
params = rnn.initial_params(rng, D=2, H=8)
for T in T_values:
    h, cache = rnn.forward(rng.normal(size=(T, 1, 2)), np.zeros((1, 8)), params)
    dh = rng.normal(size=h.shape)
    for name, method in {"every path": every_path, "recursion": backward}.items():
        runs = []
        for _ in range(7):
            start = perf_counter()
            method(dh, cache, params)
            runs.append(1000 * (perf_counter() - start))
        milliseconds[name].append(min(runs))
print("one gradient:", np.allclose(every_path(dh, cache, params), backward(dh, cache, params)[3]))

# %%
guess_6.compare(
    round(milliseconds["every path"][-1] / milliseconds["every path"][-2], 1),
    "Measured just now. Three times as many steps have nine times as many paths.",
)
lines(
    T_values,
    milliseconds,
    title="Ten times the steps: along every path about 100 times as long, by recursion 10",
    xlabel="steps T",
    ylabel="milliseconds",
    log_x=True,
    log_y=True,
)

# %% [markdown]
# One thing the recursion cannot do is hurry. $\delta h^{(t)}$ needs $\delta h^{(t+1)}$, just as
# $h^{(t+1)}$ needed $h^{(t)}$ on the way there. The N sequences of a batch can be worked on side by
# side; the τ steps of one sequence **cannot be parallelised**, however many processors wait. Take
# 1,024 steps twice: in one sequence, and in 64 sequences of 16.

# %%
guess_7 = predict(
    "1,024 turns or 16: by what factor is the one long sequence slower? (64 would mean that a turn "
    "costs the same, whatever its N; 1 that only the arithmetic counts.)"
)

# %%
params, best = rnn.initial_params(rng, D=8, H=32), {}
for T, N in ((1024, 1), (16, 64)):
    x, dh, runs = rng.normal(size=(T, N, 8)), rng.normal(size=(T, N, 32)), []
    for _ in range(10):
        start = perf_counter()
        backward(dh, rnn.forward(x, np.zeros((N, 32)), params)[1], params)
        runs.append(1000 * (perf_counter() - start))
    best[T] = min(runs)
    print(f"T = {T:4}, N = {N:2}: {best[T]:.1f} ms")

# %%
guess_7.compare(
    round(best[1024] / best[16], 1),
    "The same multiplications in 64 times as many turns. A turn with 64 sequences costs a few "
    "times as much as a turn with one, not 64 times: most of a small turn is the fixed cost of "
    "calling NumPy. More processors would not help the long sequence either: its turns must wait "
    "for one another.",
)

# %% [markdown]
# ## 8 Cutting it short
#
# A stream that never ends has no last step to start from, and no memory holds its states.
# **Truncated BPTT** cuts the sequence into chunks. The state is carried over a cut, the gradient is
# not. At the last step of a chunk nothing comes back, and all shapes stay:
#
# $$\delta h^{(t)} = dh^{(t)} \;\;\text{at the end of a chunk}, \qquad
#   \delta h^{(t)} = dh^{(t)} + \delta a^{(t+1)}\, W_h^\top \;\;\text{elsewhere}$$
#
# What is lost are the paths that cross a border. **By hand**, on the table with the 17: chunks of
# two steps are {1, 2} and {3}. Step 2 no longer hears from step 3, so $\delta h$ is 1, 1, 3 from
# the last step to the first, and the gradient is $4 \cdot 1 + 2 \cdot 1 + 1 \cdot 3 = 9$.

# %%
guess_8 = predict(
    "64 steps, a loss at each, cut once in the middle, in a random network with Wh scaled to 0.9. "
    "By how many per cent is dWh wrong (median of ten networks)?",
    ["below 5 %", "5 to 50 %", "above 50 %"],
)


# %%
def truncated_bptt(dh, cache, params, length):
    """rnn_backward, but no gradient crosses the border between two chunks of steps.

    The chunks have `length` steps, counted from t = 0; the last one may be shorter. The states in
    the cache stay as they are: the state was carried over the borders.

    dh (T, N, H), cache = (x (T, N, D), h0 (N, H), h (T, N, H)), params, length at least 1
      ->  dx (T, N, D), dh0 (N, H), and summed over all chunks: dWx (D, H), dWh (H, H), db (H,)

    Your rnn_backward, or the course's rnn.backward (-> dx, dh0, (dWx, dWh, db)), may be called.

    Example: that of rnn_backward with length = 1
      ->  [[[0.75]], [[0.36]]], [[1.5]], [[0.]], [[0.93]], [1.11]
    """
    ### BEGIN SOLUTION
    x, h0, h = cache
    chunks = []
    for start in range(0, len(x), length):
        chunk = slice(start, start + length)
        before = h[start - 1] if start > 0 else h0
        chunks.append(rnn_backward(dh[chunk], (x[chunk], before, h[chunk]), params))
    dx, dh0, *grads = zip(*chunks, strict=True)
    return np.concatenate(dx), dh0[0], *map(sum, grads)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Two ways lead there. Call `rnn_backward` once for each chunk; or copy its loop, and let nothing
# come back at the right steps.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A chunk is a sequence of its own. Its initial state is the state before its first step: `h0` for
# the first chunk, an entry of `h` for the others.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `range(0, T, length)` gives the first step of each chunk; slices may run beyond the end. Join the
# `dx`, add up the parameter gradients, and keep the initial gradient of the chunk that began at h0.
#
# </details>

# %%
check("truncated_bptt", truncated_bptt)

# %% [markdown]
# **What you have earned:** the price of a cut, in ten networks of each kind.

# %%
truncated = yours_or_ours("truncated_bptt", truncated_bptt)
lengths = np.array([1, 2, 4, 8, 16, 32])


def bias_of_truncation(seed, scale):
    """Relative error of dWh for each chunk length, in a random network over 64 steps."""
    rng = np.random.default_rng(seed)
    params = rnn.initial_params(rng, D=4, H=16)
    params = params._replace(Wh=params.Wh * scale / np.abs(np.linalg.eigvals(params.Wh)).max())
    _, cache = rnn.forward(0.3 * rng.normal(size=(64, 8, 4)), np.zeros((8, 16)), params)
    dh = rng.normal(size=(64, 8, 16))
    dWh = backward(dh, cache, params)[3]
    cut = [truncated(dh, cache, params, int(length))[3] for length in lengths]
    return [np.linalg.norm(short - dWh) / np.linalg.norm(dWh) for short in cut]


# %%
# NBVAL_CHECK_OUTPUT
bias, spread = {}, {}
print("steps in a chunk   " + "".join(f"{length:6}" for length in lengths))
for scale in (0.5, 0.9, 1.2):
    found, name = [bias_of_truncation(seed, scale) for seed in range(10)], f"Wh scaled to {scale}"
    bias[name], spread[name] = np.median(found, axis=0), (np.min(found, 0), np.max(found, 0))
    print(name, "  ", "".join(f"{100 * error:4.0f} %" for error in bias[name]))

# %%
lines(
    lengths,
    bias,
    spread=spread,
    title="The shorter the chunks, the larger the error of the gradient",
    xlabel="steps in a chunk",
    ylabel="median error of dWh (bands: 10 networks)",
    log_x=True,
    log_y=True,
)

# %%
guess_8.compare("5 to 50 %", "Losses just behind the border lose their way to all uses before it.")

# %% [markdown]
# Even a single cut in the middle costs, in the median, 6, 12 and 38 %, and most where $W_h$ is
# large, because there the long paths carry most (section 5's picture). Whether it costs a *model*
# anything is another question, which the next section asks. In practice the chunks also bound
# memory: only one is kept at a time. Williams and Peng (1990) let chunks overlap, so that every
# loss reaches back at least a fixed number of steps.
#
# ## 9 A year ahead on the Sun
#
# There are counts of the spots on the Sun for each year since 1700. They come and go in about
# eleven years, never twice the same. We forecast the next year's number from all years before it, a
# many-to-many task with D = V = 1 and the squared error of section 1 at every step.

# %%
years, counts = sunspots()
lines(
    years,
    {"sunspots": counts},
    title="Sunspot numbers, yearly means: a clock that does not keep time",
    xlabel="year",
    ylabel="sunspot number",
)

# %% [markdown]
# An honest test lies in the future. Everything is fitted on 1700–1920 and forecasts 1921–2008, one
# year at a time, having seen all years before. Mean and scale, too, come from the first part alone.
# The size of the network (6 units) and the number of updates (200) were chosen among a dozen
# settings, by fitting until 1880 and testing on 1881–1920.
#
# The network trained with your full gradient has rivals. **Persistence**: next year will be like
# this year. A **linear** autoregression, fitted by least squares, on the last two years, as Yule
# did it in 1927 for this very series, or on the last ten (ten was chosen in the same way). And the
# same network with its gradient cut after every single step.

# %%
guess_9 = predict(
    "Which forecasts best?",
    ["persistence", "linear, 2 years", "linear, 10 years", "full gradient", "cut at each step"],
)

# %%
fitted = years <= 1920
mean, scale = counts[fitted].mean(), counts[fitted].std()
z = (counts - mean) / scale

window = np.arange(40)[:, None] + np.arange(fitted.sum() - 40)  # 181 windows of 40 years
x, target = z[window][..., None], z[window + 1][..., None]
warm = np.arange(40) >= 10  # the first ten years of a window only bring the state up
mask = np.broadcast_to(warm[:, None], window.shape)
print("inputs", x.shape, " last year used in training:", years[window.max() + 1])

# %%
h0 = np.zeros((x.shape[1], 6))


def train(seed, through_time):
    def loss_and_gradients(params, _):
        h, cache = rnn.forward(x, h0, params.rnn)
        prediction, out_cache = linear.forward(h, params.out)
        loss, loss_cache = losses.squared_error(prediction, target, mask)
        do = losses.squared_error_backward(loss_cache)
        dh, dout = linear.backward(do, out_cache, params.out)
        _, _, *grads = through_time(dh, cache, params.rnn)
        return loss, sequence_model.Params(rnn.Params(*grads), dout)

    params = sequence_model.initial_params(np.random.default_rng(seed), D=1, H=6, V=1)
    # 200 updates by Adam, each on all windows, with learning rate 0.01
    return fit(loss_and_gradients, params, range(200), 0.01, description=None)[0]


# %%
def network_forecast(params):
    """The forecast of each year from 1701 on, in one pass over the record."""
    o, _ = sequence_model.forward(z[:-1, None, None], np.zeros((1, 6)), params)
    return mean + scale * o[:, 0, 0]


def linear_forecast(lags):
    """The same by least squares; nothing for the first years."""
    # one row for each year that has `lags` counts by then; column k: the count k years before it
    past = np.stack([counts[lags - k - 1 : -k - 1] for k in range(lags)], axis=1)
    past = np.hstack([past, np.ones((len(past), 1))])
    weights = np.linalg.lstsq(past[fitted[lags:]], counts[lags:][fitted[lags:]])[0]
    return np.concatenate([np.full(lags - 1, np.nan), past @ weights])


def test_error(forecast):
    """Root of the mean squared error over 1921–2008."""
    return np.sqrt(np.mean((forecast - counts[1:])[~fitted[1:]] ** 2))


# %%
ways = {"full gradient": backward, "cut at each step": lambda *args: truncated(*args, 1)}
forecasts = {way: [] for way in ways}
for seed in tqdm(range(10), desc="training, seed"):
    for way, through_time in ways.items():
        forecasts[way].append(network_forecast(train(seed, through_time)))

test_errors = {"persistence": [test_error(counts[:-1])]}
test_errors |= {f"linear, {n} years": [test_error(linear_forecast(n))] for n in (2, 10)}
test_errors |= {way: [test_error(f) for f in found] for way, found in forecasts.items()}

# %%
# NBVAL_CHECK_OUTPUT
for name, found in test_errors.items():
    print(f"{name:17} {np.mean(found):5.1f}   from {min(found):4.1f} to {max(found):4.1f}")
ahead = np.array(test_errors["full gradient"]) < test_errors["linear, 10 years"]
print("trainings that beat linear, 10 years:", ahead.sum(), "of", len(ahead))


# %%
middle = [np.mean(found) for found in test_errors.values()]
ends = [[pick(found) for found in test_errors.values()] for pick in (min, max)]
bars(
    list(test_errors),
    {"error": middle},
    spread={"error": ends},
    title="The network is far ahead of persistence, not quite of ten linear weights",
    ylabel="error, 1921–2008 (sunspot number)",
)

# %%
guess_9.compare("linear, 10 years", "By a little; three of the ten trainings beat it.")

# %% [markdown]
# As measured: over ten trainings the network's error is 18.3 on average, against 30.4 for
# persistence, and the worst of the ten is far below that. Ten weights and a constant do as well:
# only three trainings beat them. Most of what can be said one year ahead lies in the last few
# years. That is also why the cut costs so little here, about 1 on average, though it makes
# gradients badly wrong: the state still carries the past forwards. Where an answer lies far back,
# the same cut is fatal; lesson 04 has such tasks.
#
# **What you have earned:** the forecast itself, the median of your ten networks. Taken together
# they have an error of 17.7, and the ten weights 17.6.

# %%
# NBVAL_CHECK_OUTPUT
together = np.median(forecasts["full gradient"], axis=0)
print(f"error of the median of ten networks: {test_error(together):.1f}")
peak = together[years[1:] == 1957][0]
print(f"1957: counted {counts[years == 1957][0]:.0f}, forecast {peak:.0f}")
print("years above 140 in the training part:", (counts[fitted] > 140).sum())

# %%
late = years[1:] > 1920
lines(
    years[1:][late],
    {"counted": counts[1:][late], "forecast": together[late]},
    title="One year ahead, in years never trained on",
    xlabel="year",
    ylabel="sunspot number",
)

# %% [markdown]
# It is too low at the highest peaks: 144 where 190 were counted, in 1957. Training had one year
# above 140 to learn them from.
#
# ## Closing questions
#
# **1.** 50 steps with a loss at each have 1,275 paths from a loss to a use of $W_h$. The sequence
# is cut into chunks of 10 steps. How many paths remain?

# %%
paths_kept = None
### BEGIN SOLUTION
paths_kept = 5 * sum(range(1, 11))
### END SOLUTION

# %%
check("bptt_paths_kept", paths_kept)

# %% [markdown]
# **2.** One unit, no tanh, $W_h = 0.9$, one loss at the last step, all states about equal. What is
# the smallest number of steps before the loss at which a use of $W_h$ contributes less than 1 % of
# what the use at the loss's own step contributes?

# %%
steps_back = None
### BEGIN SOLUTION
steps_back = int(np.ceil(np.log(0.01) / np.log(0.9)))
### END SOLUTION

# %%
check("bptt_reach", steps_back)

# %% [markdown]
# **3.** A friend's `rnn_backward` is right with T = 1 and `h0` all zeros. With T = 1 and another
# `h0`, dWh is wrong and dx, dh0, dWx, db are right. With T = 5 it is the same. Which of these
# explains it all?
#
# - **A** dWh is computed with the state after each step in place of the one before.
# - **B** What comes back from the next step is not added.
# - **C** dWh is computed as if the initial state were zero.
# - **D** The slope of the tanh is taken of the state before.
#
# Write the letter in quotation marks. If you are not sure, break your own function in these ways.

# %%
diagnosis = None
### BEGIN SOLUTION
diagnosis = "C"
### END SOLUTION

# %%
check("bptt_diagnosis", diagnosis)

# %% [markdown]
# **4.** 1,000 steps, 32 sequences, 256 units, float64, trained in chunks of 20 steps. How many
# megabytes ($10^6$ bytes, three digits) do the hidden states take up that must be held at any one
# time? (Leave out the one state that is carried over.)

# %%
megabytes = None
### BEGIN SOLUTION
megabytes = 20 * 32 * 256 * 8 / 1e6
### END SOLUTION

# %%
check("bptt_memory", megabytes)

# %% [markdown]
# ## What you can now do
#
# You can derive any gradient of a recurrent network by asking who reads a node, prove it right with
# a few lines that know nothing of derivatives, say what it costs, and cut it where you must. What
# you cannot do yet is keep it from vanishing on the way. The next lesson looks at the recurrence
# alone: what does it do when nobody feeds it?
#
# | | |
# |:--|:--|
# | one path | $\delta h_\tau \prod_{j=k+1}^\tau \big( (1 - h_j^2) W_h \big) (1 - h_k^2) h_{k-1}$ |
# | softmax loss | $\delta o^{(t)} = m^{(t)} \big( \hat y^{(t)} - \text{one-hot} \big) / N$ |
# | state | $\delta h^{(t)} = \delta o^{(t)} W_y^\top + \delta a^{(t+1)} W_h^\top$ |
# | end of a chunk | $\delta h^{(t)} = \delta o^{(t)} W_y^\top$ |
# | step | $\delta a^{(t)} = \delta h^{(t)} \odot \big( 1 - h^{(t)} \odot h^{(t)} \big)$ |
# | weights | $\delta W_x = \sum_t x^{(t)\top} \delta a^{(t)}$ |
# | | $\delta W_h = \sum_t h^{(t-1)\top} \delta a^{(t)}$ |
# | bias | $\delta b = \sum_t \sum_n \delta a^{(t)}_n$ |
# | input | $\delta x^{(t)} = \delta a^{(t)} W_x^\top$ |
# | initial state | $\delta h^{(0)} = \delta a^{(1)} W_h^\top$ |
# | check | $\big( f(w + \varepsilon e_k) - f(w - \varepsilon e_k) \big) / 2\varepsilon$ |
#
# The same in PyTorch, to read. Its weights are ours transposed, its bias comes in two parts.
#
# ```python
# net, out = torch.nn.RNN(D, H), torch.nn.Linear(H, V)
# h, _ = net(x, h0[None])  # x (T, N, D)  ->  h (T, N, H)
# loss = cross_entropy(out(h).flatten(0, 1), targets.flatten(), reduction="sum") / N
# loss.backward()  # net.weight_hh_l0.grad is dWh.T
# h0 = h[-1].detach()  # carried into the next chunk: the state, without its gradient
# ```
#
# **Sources.** B: I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press 2016,
# section 10.2.2, the recursion over nodes. T: a tutorial on backpropagation through time by a
# three-step example. Forecasting a series, section 9's task, is among the examples of N, notes on
# sequence models in the style of Ng's course, and of C, CMU 11-785's lecture on recurrent networks.
# P. Werbos, *Backpropagation
# through time: what it does and how to do it*, Proc. IEEE 78, 1990. R. Williams and J. Peng, *An
# efficient gradient-based algorithm for on-line training of recurrent network trajectories*, Neural
# Computation 2, 1990. G. U. Yule, *On a method of investigating periodicities in disturbed series*,
# Phil. Trans. R. Soc. A 226, 1927. Sunspot numbers: SIDC, Royal Observatory of Belgium; see
# `rnn_core/data/README.md`.
