# %% [markdown]
# # 05 Memory without gates
#
# **How far do simple tricks reach?** By the end you will have built three memories that need no
# gate, one of which is never trained, and you will know how far back each of them looks.
#
# *Time: 86 minutes (16 for the text, 10 for the code, 38 for six exercises, 14 for six questions, 8
# for predictions and explorers; the cells run in 25 seconds). Needed: lessons 03 and 04.*
#
# After this lesson you can
#
# - **choose** the share that a unit must keep for a memory of a given length,
# - **count** the steps of the shortest path through a network with skips, and **say** what it
#   cannot see,
# - **build** a network that learns without any backpropagation, and **predict** whether its
#   spectral radius lets it forget its start.

# %%
import numpy as np
from tqdm.auto import tqdm

from autograder import check, yours_or_ours
from rnn_core import echo_state, leaky, linear, losses, skip_rnn
from rnn_core.clipping import clip_by_norm
from rnn_core.data.long_tasks import agreement, mackey_glass
from rnn_core.embedding import one_hot
from rnn_core.optimizers import sgd
from rnn_core.plots import bars, lines
from rnn_core.widgets import leaky_explorer, predict, reservoir_explorer

# %% [markdown]
# ## A surprise first
#
# Lesson 04's network had 16 units. Plain gradient descent taught it the verb of *the cat … was* or
# *the cats … were* over 20 words in about half of the trainings, and over 30 in few.
#
# Here are 16 units again. Their weights come from a random generator and **stay as they are**.
# Only the output layer is fitted, in one go, to the last states of 500 sentences. The verb is 80
# steps away from its noun. One thing is new: at each step a unit keeps 97 % of its state, and takes
# only 3 % from what a plain unit would have computed.

# %%
guess_1 = predict("What share of the verbs, from 0 to 1, will be right at lag 80?")


# %%
def last_states(x, net, alpha):
    """Ids x (T, N)  ->  the states after the last word (N, H)."""
    h0 = np.zeros((x.shape[1], len(net.b)))
    return echo_state.states(one_hot(x, 7), h0, net, alpha)[-1]


def untrained_verbs(
    seed, lag, alpha, H=16, fit=echo_state.ridge_readout, weights=1.0, penalty=1e-3
):
    """The share of right verbs in 200 new sentences; weights multiplies the recurrent ones."""
    rng = np.random.default_rng(seed)
    net = echo_state.reservoir(rng, D=7, H=H, radius=0.9)
    net = net._replace(Wh=weights * net.Wh)
    x, verb = agreement(rng, lag, N=500)
    Wy, by = fit(last_states(x, net, alpha), 2.0 * verb.T - 1, penalty)  # −1 was, 1 were
    x, verb = agreement(rng, lag, N=200)
    return ((last_states(x, net, alpha) @ Wy + by > 0) == verb.T).mean()


# %%
# NBVAL_CHECK_OUTPUT
kinds = {
    "nothing kept": {"alpha": 0.0},
    "97 % kept": {"alpha": 0.97},
    "97 % kept, no recurrent weights": {"alpha": 0.97, "weights": 0.0},
}
shares = {k: [untrained_verbs(seed, 80, **of) for seed in range(5)] for k, of in kinds.items()}
for name, found in shares.items():
    print(f"{name:33}share of right verbs in 5 networks: {np.round(found, 1)}")

# %%
guess_1.compare(round(np.mean(shares["97 % kept"]), 2), "The mean of five random networks.")

# %% [markdown]
# No gradient went through time, so none could vanish. Without the leak the same networks get what a
# coin gets. The memory is in the 97 %, which nobody learnt; even without any recurrent weights it
# works. So a small network can be *built* to hold a word for 80 steps.
#
# ## 1 Units that change slowly
#
# A plain network computes its state anew at every step. A **leaky unit** keeps a share α of what it
# has, and lets in the rest:
#
# $$n^{(t)} = \tanh\!\big(x^{(t)} W_x + h^{(t-1)} W_h + b\big), \qquad
#   h^{(t)} = \alpha \odot h^{(t-1)} + (1 - \alpha) \odot n^{(t)}$$
#
# $n^{(t)}$ (N, H) is what the plain network would do next, all else is as in lesson 01. α is one
# number between 0 and 1, or one for each unit, (H,). With α = 0 you have the plain network, with
# α = 1 a unit that never changes. α is chosen by you and not learnt.
#
# The state now has a second way through time, one without weights or tanh. The Jacobian of a step
# is $\operatorname{diag}(\alpha) + W_h \operatorname{diag}\big((1 - \alpha) \odot (1 - n \odot
# n)\big)$. **By hand**, one unit with $W_x = 1$, no recurrent weight, no bias, α = 0.8: from $h =
# 0.5$ it reads $x = 1$, so $n = \tanh 1 = 0.76$ and the state becomes 0.8 · 0.5 + 0.2 · 0.76 =
# 0.55.


# %%
def leaky_step(x, h, params, alpha):
    """One step of a network whose units keep a share of their state.

        n = tanh(x Wx + h Wh + b)        h_next = α h + (1 − α) n

    x (N, D), h (N, H), params with Wx (D, H), Wh (H, H), b (H,); alpha a number or (H,)
      ->  h_next (N, H)

    Example: x = [[1.]], h = [[0.5]], Wx = [[1.]], Wh = [[0.]], b = [0.], alpha = 0.8
      ->  [[0.5523]]
    """
    ### BEGIN SOLUTION
    n = np.tanh(x @ params.Wx + h @ params.Wh + params.b)
    return alpha * h + (1 - alpha) * n
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# First compute n: it is lesson 01's step. The state before is used twice, once inside n.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# An alpha of shape (H,) meets a state of shape (N, H) by broadcasting.
#
# </details>

# %%
check("leaky_step", leaky_step)

# %% [markdown]
# **What you have earned:** a look at what slowness does. Two networks with the same weights read
# the same noise; one of them is leaky.

# %%
step = yours_or_ours("leaky_step", leaky_step)
rng = np.random.default_rng(0)
params = leaky.initial_params(rng, D=1, H=16)
noise, traces = rng.normal(size=(100, 1, 1)), {}
for name, alpha in {"α = 0": 0.0, "α = 0.9": 0.9}.items():
    h, states = np.zeros((1, 16)), []
    for x in noise:
        h = step(x, h, params, alpha)
        states.append(h[0, 0])
    traces[name] = np.array(states)
lines(
    np.arange(1, 101),
    traces,
    title="The leaky unit does not jump: it averages",
    xlabel="step t",
    ylabel="state of one unit",
)

# %% [markdown]
# ## 2 How long is long?
#
# Leave only the leak: nothing comes in, and $h^{(t)} = \alpha^t h^{(0)}$. This is lesson 03's one
# unit with weight α. Two numbers say how long it remembers. After its **half-life** half is left;
# after its **time constant** $t_{1/e}$ a share 1/e = 37 %:
#
# $$\alpha^{t_{1/2}} = \tfrac12, \qquad \alpha^{t_{1/e}} = \tfrac1e \;\Rightarrow\;
#   t_{1/e} = -\frac{1}{\ln \alpha} \approx \frac{1}{1 - \alpha}\ \text{for α near 1}$$
#
# Now the other way, from a half-life to α. **By hand**: to halve in one step, a unit keeps α = 0.5.
# To halve in two, it keeps 0.71, because 0.71 · 0.71 is a half.


# %%
def alpha_of_half_life(steps):
    """The share that each unit must keep at every step, so that half is left after `steps`.

        α^steps = ½, solved for α

    steps (H,), positive numbers, not always whole  ->  alpha (H,)

    Example: steps = [1., 2.]  ->  [0.5, 0.7071]
    """
    ### BEGIN SOLUTION
    return 0.5 ** (1 / steps)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# What undoes a square? And what undoes the power `steps`?
#
# </details>

# %%
check("alpha_of_half_life", alpha_of_half_life)

# %% [markdown]
# **What you have earned:** memories to measure. Order a half-life, kick a unit that has it, leave
# it alone, count.

# %%
# NBVAL_CHECK_OUTPUT
share_of = yours_or_ours("alpha_of_half_life", alpha_of_half_life)
for wanted in (1, 5, 23, 80):
    alpha = share_of(np.array([float(wanted)]))[0]
    h, steps = 1.0, 0
    while h > 0.5 + 1e-6:
        h, steps = alpha * h, steps + 1
    print(f"half-life {wanted:2}   α = {alpha:.4f}   counted: {steps} steps")

# %% [markdown]
# The surprise had α = 0.97, a half-life of 23 steps. By the leak alone, 9 % of the noun was left
# after 80 steps, under 79 other words. That is enough for an output layer that can subtract the
# others.
#
# **Move it.** A leaky unit reads a wave with noise on it. The more it keeps, the more noise it
# averages away, and the later it notices that the wave has turned. (Here it has neither weights nor
# tanh.) With noise 1 and 60 steps per wave, which α follows the wave best?

# %% tags=["widget"]
leaky_explorer()

# %%
best_alpha = None
### BEGIN SOLUTION
best_alpha = 0.82
### END SOLUTION

# %%
check("gateless_best_alpha", best_alpha)

# %% [markdown]
# For slow and fast waves at once no α is best. So give each unit one of its own: **multiple time
# scales** (Mozer 1991). Some units then follow the present, others keep a mean over some
# hundred steps.
#
# ## 3 Shortcuts through time
#
# The second trick gives the past a shorter way (Lin et al. 1996). A **skip connection** reads not
# only the state before, but also one from $d$ steps ago; $d$ is its **skip length**. With the
# lengths $d_1 < d_2 < \dots < d_K$ (`lags` in the code),
#
# $$h^{(t)} = \tanh\!\Big(x^{(t)} W_x + \sum_{k=1}^{K} h^{(t - d_k)}\, W_{h,k} + b\Big)$$
#
# and $W_h$ is (K, H, H), one matrix for each length. A gradient that goes back 60 steps must pass
# 60 Jacobians in a plain network; with the lengths 1 and 10 it can do with 6. If it fades, then
# exponentially in the number of skips, not of steps. B adds a warning: the connections of length
# one are still there, so it can still *explode* exponentially in the number of steps.
#
# Before the first step the network needs as many old states as its longest skip. They are `past`
# ($d_K$, N, H), the latest last: `past[-1]` is $h^{(0)}$, the state before anything is read, and
# `past[-10]` is $h^{(-9)}$, ten steps before the first new one.
#
# **By hand**, one unit without inputs, `lags` (1, 2), both weights 1, b = 0, past $h^{(-1)} = 0.5$,
# $h^{(0)} = 0$: $h^{(1)} = \tanh(0 + 0.5) = 0.46$, then $h^{(2)} = \tanh(0.46 + 0) = 0.43$.


# %%
def skip_rnn_forward(x, past, params, lags):
    """All states of a network that reads several earlier states at each step.

        h[t] = tanh(x[t] Wx + Σ_k h[t − lags[k]] Wh[k] + b)

    x (T, N, D), past (d, N, H) with d the longest lag, the latest of these states last;
    params with Wx (D, H), Wh (K, H, H), b (H,); lags, K rising integers  ->  h (T, N, H)

    Example: x = [[[0.]], [[0.]]], past = [[[0.5]], [[0.]]], Wx = [[1.]], Wh = [[[1.]], [[1.]]],
      b = [0.], lags = (1, 2)  ->  [[[0.4621]], [[0.4318]]]
    """
    ### BEGIN SOLUTION
    states = list(past)
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = a + states[-lag] @ Wh
        states.append(np.tanh(a))
    return np.stack(states[len(past) :])
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Begin with one list of states that holds the past, and append each new state to it.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# In that list, the state `lag` steps before the one you are computing has the index `-lag`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# Add up everything before you take one tanh. At the end, the past must go again.
#
# </details>

# %%
check("skip_rnn_forward", skip_rnn_forward)

# %% [markdown]
# **What you have earned:** a measurement. A loss at the last of 40 steps asks for something of each
# input before. How large is what arrives, in untrained networks with 16 units? Besides leaks and
# skips B has a third trick: **remove** the connections of length one, so that only the long ones
# are left, lags = (10,).

# %%
guess_2 = predict("lags = (10,): at how many of the 40 inputs does any gradient arrive?")

# %%
skip_forward = yours_or_ours("skip_rnn_forward", skip_rnn_forward)
arriving = {}
for name, lags in {"length 1": (1,), "lengths 1, 10": (1, 10), "length 10": (10,)}.items():
    sizes = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        params = skip_rnn.initial_params(rng, 7, 16, lags)
        x, past = rng.normal(size=(40, 32, 7)), np.zeros((lags[-1], 32, 16))
        h = skip_forward(x, past, params, lags)
        dh = np.zeros_like(h)
        dh[-1] = rng.normal(size=(32, 16))
        dx, *_ = skip_rnn.backward(dh, (x, past, h), params, lags)
        sizes.append(np.linalg.norm(dx, axis=2).mean(axis=1))
    found = np.mean(sizes, axis=0)[::-1]
    arriving[name] = np.where(found > 0, found, np.nan)

# %%
lines(
    np.arange(40),
    arriving,
    title="Skips keep the gradient up, if a path leads there",
    xlabel="steps back from the loss",
    ylabel="mean size of ∂L/∂x",
    log_y=True,
    alt="Size of what arrives at each input over 40 steps back, on a logarithmic axis. With length "
    "1 alone it falls steadily. With 1 and 10 it falls, jumps up 10, 20 and 30 steps back, and "
    "falls again after each jump. With length 10 alone there are only four points, 0, 10, 20 and "
    "30 steps back; nothing arrives in between.",
)

# %%
guess_2.compare(
    int(np.isfinite(arriving["length 10"]).sum()), "At the last, and 10, 20 and 30 steps before it."
)

# %% [markdown]
# With the lengths 1 and 10 the gradient has crests, 10, 20 and 30 steps back. Over the first nine
# steps it is smaller than with length 1 alone, because each of the two matrices was drawn smaller
# (variance 1/32, not 1/16). From ten on it is larger everywhere. With length 10 alone everything
# between the four points gets **exactly zero**: no path of tens leads there. Removing the short
# connections has cut the sequence into ten networks that never meet.
#
# ## 4 How far learning reaches
#
# Now the verbs, as in lesson 04: 16 units, 400 updates of gradient descent, the recurrent part
# clipped to norm 1. The *lag* is again the distance from noun to verb. First the network with
# connections of length 10 alone, learning rate 0.1.


# %%
def nothing_before(memory, setting, N):
    """One state of zeros, or as many as the longest lag."""
    return np.zeros((N, 16) if memory is leaky else (setting[-1], N, 16))


def verb_gradients(params, x, verb, memory, setting):
    """The loss at the last step, and all gradients."""
    start = nothing_before(memory, setting, x.shape[1])
    h, cache = memory.forward(one_hot(x, 7), start, params[0], setting)
    o, out_cache = linear.forward(h[-1:], params[1])
    loss, loss_cache = losses.softmax_cross_entropy(o, verb)
    do, dh = losses.softmax_cross_entropy_backward(loss_cache), np.zeros_like(h)
    dh[-1:], dout = linear.backward(do, out_cache, params[1])
    return loss, (memory.backward(dh, cache, params[0], setting)[2], dout)


# %%
def learn_verbs(seed, lag, memory, setting, rate=0.1, frozen=False):
    """memory: leaky or skip_rnn; setting: its α or its lags; frozen: all but the output layer.

    ->  the share of right verbs after training"""
    rng = np.random.default_rng(seed)
    lags = () if memory is leaky else (setting,)
    params = memory.initial_params(rng, 7, 16, *lags), linear.initial_params(rng, 16, 2)
    for _ in range(400):
        loss, grads = verb_gradients(params, *agreement(rng, lag, N=32), memory, setting)
        if loss < 0.05:
            break
        grads = clip_by_norm(grads[0], 1.0)[0], grads[1]
        new = sgd(params, grads, learning_rate=rate)
        params = (params[0], new[1]) if frozen else new
    x, verb = agreement(np.random.default_rng(1000), lag, N=500)
    h, _ = memory.forward(one_hot(x, 7), nothing_before(memory, setting, 500), params[0], setting)
    return (linear.forward(h[-1:], params[1])[0].argmax(axis=2) == verb).mean()


# %%
# NBVAL_CHECK_OUTPUT
for lag, level in ((20, 0.9), (15, 0.6)):
    found = [learn_verbs(seed, lag, skip_rnn, (10,)) for seed in range(5)]
    above = sum(share > level for share in found)
    print(f"lag {lag}: more than {100 * level:.0f} % right in {above} of 5 trainings")

# %% [markdown]
# At lag 15 the last state never saw the noun, and no training helps.
#
# Now four memories. One learning rate would not be fair to all: with α = 0.9 each step counts a
# tenth, but far more steps count. So each tries two rates at lag 40 and takes the better one to lag
# 80. *Time scales* has 16 α, with time constants from 1 to 100; it stops at 40.

# %%
guess_3 = predict(
    "Each at its better rate: which learns the verb at lag 80 most often?",
    ["plain", "leaky, α = 0.9", "skips 1, 10"],
)

# %%
scales = leaky.alpha_of_time_constant(np.geomspace(1, 100, 16))
tricks = {
    "plain": (leaky, 0.0),
    "leaky, α = 0.9": (leaky, 0.9),
    "time scales": (leaky, scales),
    "skips 1, 10": (skip_rnn, (1, 10)),
}


def learnt(name, lag, rate, seeds):
    """How many trainings end with more than 90 % right."""
    return int(sum(learn_verbs(seed, lag, *tricks[name], rate) > 0.9 for seed in range(seeds)))


rates, at_40, at_80 = (0.1, 1.0), {}, {}
for name in tqdm(tricks, desc="verbs, tricks"):
    at_40[name] = [learnt(name, 40, rate, seeds=5) for rate in rates]
    if name != "time scales":
        at_80[name] = learnt(name, 80, rates[np.argmax(at_40[name])], seeds=10)

# %%
bars(
    list(tricks),
    {f"learning rate {rate}": [c[k] for c in at_40.values()] for k, rate in enumerate(rates)},
    title="Lag 40, clipped: plain needs the large rate; leaks and skips learn with both",
    ylabel="trainings of 5 that learnt the verb",
)

# %%
print("lag 80, better rate, trainings of 10:", at_80)

# %%
guess_3.compare(
    max(at_80, key=at_80.get), "Skips take eight long steps, or a few more, in place of eighty."
)

# %% [markdown]
# At rate 0.1 a leak reaches farther. Plain learns at a larger one. Here are ten trainings, for
# each memory and lag at the best of the rates 0.03, 0.1, 0.3 and 1. In brackets: without clipping.
#
# | learnt, of ten | plain | leaky | time scales | skips 1, 10 | skips 1, 2 | orthogonal start |
# |:--|--:|--:|--:|--:|--:|--:|
# | lag 20 | 8 (6) | 10 (10) | 10 (10) | 10 (10) | 10 (9) | 10 (10) |
# | lag 40 | 8 (5) | 10 (6) | 10 (4) | 10 (10) | 10 (6) | 10 (9) |
# | lag 80 | 6 (3) | 4 (2) | 4 (1) | 10 (9) | 8 (4) | 10 (7) |
#
# Rounding alone can move a count by one or two. Clipped, most or all learn lag 40. At 80 a leak has
# no lead over plain. Long skips have, not only by their size (640 parameters against 384): skips
# 1, 2 have as many. The last column is a plain network with a better **start** (after Saxe et al.
# 2014): an orthogonal $W_h$, which keeps every length, and a tenth of $W_x$, which keeps the slopes
# of tanh near 1. (With all of $W_x$: 4 at lag 40.)
#
# *Time scales* are meant for tasks that need several memories. But a very slow unit lets in only
# 1 − α of anything, and begins with small gradients. Here are units like the surprise's, trained as
# before, ten times as fast, or *frozen* but for the output layer:

# %%
print("α = 0.97, share of right verbs in 3 trainings")
for lag, rate, frozen in ((20, 0.1, False), (20, 1.0, False), (40, 1.0, False), (20, 1.0, True)):
    found = [learn_verbs(seed, lag, leaky, 0.97, rate, frozen) for seed in range(3)]
    print(f"lag {lag}, learning rate {rate}{', frozen' * frozen:8}  ", np.round(found, 2))

# %% [markdown]
# At rate 0.1 they learn little in 400 updates. At 1.0 they learn lag 20, and most learn 40
# (unclipped, none; at 80, none). Frozen, they hardly learn lag 20. In the surprise the output layer
# was *solved for*: least squares, unlike descent, does not mind that only 9 % of the noun is left.
#
# ## 5 Solve it, do not descend
#
# Least squares needs states that stay as they are. So leave the recurrent weights alone. An **echo
# state network** (Jaeger 2001) has a **reservoir**: many units, random weights, never changed. What
# it reads echoes in its states for a while, in many mixtures. Only a linear **read-out** is learnt,
# by least squares: no gradient through time, no learning rate.
#
# If the weights are small, echoes are short. If they are large, the network listens to itself.
# Lesson 03 knows the number: the spectral radius. If $Wu = \lambda u$, then $(cW)u = (c\lambda)u$:
# all eigenvalues are multiplied by $c$. **By hand**: eigenvalues 2, −4 and 1, wanted radius 0.8.
# The present one is 4, so $c = 0.2$.


# %%
def rescale_spectral_radius(W, radius):
    """The matrix, multiplied by the number that gives it the wanted spectral radius.

    W (H, H), not all of its eigenvalues zero; radius, at least 0  ->  (H, H)

    `from rnn_core.recursion import spectral_radius` is allowed, or use your own of lesson 03.

    Example: W = [[2., 5.], [0., -4.]], radius = 0.8  ->  [[0.4, 1.], [0., -0.8]]
    """
    ### BEGIN SOLUTION
    return W * (radius / np.abs(np.linalg.eigvals(W)).max())
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The spectral radius is the largest *size* of an eigenvalue: `np.abs` of what `np.linalg.eigvals`
# lists.
#
# </details>

# %%
check("rescale_spectral_radius", rescale_spectral_radius)

# %% [markdown]
# The reservoir starts from some state `h0` that has nothing to do with the input. Until that is
# forgotten, its states are of no use for fitting. So the first steps, the **washout**, are read but
# not kept.


# %%
def echo_states(x, h0, params, alpha, washout):
    """The states of a leaky reservoir, those of the first `washout` steps left out.

        h[t] = α h[t−1] + (1 − α) tanh(x[t] Wx + h[t−1] Wh + b)

    x (T, N, D), h0 (N, H), params, alpha as for leaky_step; washout, from 0 to T − 1
      ->  (T − washout, N, H): the states after x[washout], x[washout + 1], …

    Your leaky_step may be called.

    Example: x = [[[1.]], [[0.]], [[0.]]], h0 = [[0.5]], Wx = [[1.]], Wh = [[0.]], b = [0.],
      alpha = 0.8, washout = 1  ->  [[[0.4419]], [[0.3535]]]
    """
    ### BEGIN SOLUTION
    h, states = h0, []
    for x_t in x:
        h = alpha * h + (1 - alpha) * np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states[washout:])
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Run over all T inputs; leave states out afterwards.
#
# </details>

# %%
check("echo_states", echo_states)

# %% [markdown]
# **What you have earned:** a test of the name. In a network with **echo states** the state depends
# on what was read, and no longer on the start. So start the same reservoir from two different
# states, let both read the same noise, and watch their distance. Jaeger's rule of thumb is a
# spectral radius below 1. What suffices for certain is a largest *singular value* below 1 (lesson
# 04): then each step brings any two states nearer.

# %%
guess_4 = predict("Radius 1.2, fed with noise: will the two runs meet?", ["yes", "no"])

# %%
rescale = yours_or_ours("rescale_spectral_radius", rescale_spectral_radius)
echoes = yours_or_ours("echo_states", echo_states)
rng = np.random.default_rng(0)
net = echo_state.reservoir(rng, D=1, H=100)
same = np.repeat(0.3 * rng.normal(size=(300, 1, 1)), 2, axis=1)  # two sequences, one input
starts, apart = rng.uniform(-1, 1, (2, 100)), {}
near = starts[:1] + np.array([[0.0], [1e-11]])  # 100 units: 10⁻¹⁰ apart
runs = {
    "radius 0.9": (0.9, 1, starts),
    "radius 1.2": (1.2, 1, starts),
    "1.2, no input, no bias": (1.2, 0, starts),
    "radius 3": (3.0, 1, starts),
    "3, from 10⁻¹⁰ apart": (3.0, 1, near),
}
for name, (radius, drive, h0) in runs.items():
    scaled = net._replace(Wh=rescale(net.Wh, radius), b=drive * net.b)
    h = echoes(drive * same, h0, scaled, 0.0, 0)
    distance = np.linalg.norm(h[:, 0] - h[:, 1], axis=1)
    apart[name] = np.where(distance > 1e-14, distance, np.nan)

# %%
guess_4.compare("yes", "More slowly than with 0.9, but to the last digit.")
lines(
    np.arange(1, 301),
    apart,
    title="Below some radius the start is forgotten, far above it never",
    xlabel="step t",
    ylabel="distance of two runs",
    log_y=True,
    alt="Distance of two runs of one reservoir from different starts, logarithmic. For radius 0.9 "
    "it falls fast to the rounding error, for 1.2 it falls, too, but more slowly. For 3 it stays "
    "about as large as at the start, and so it does for 1.2 without input and bias. For 3 from "
    "starts that are 10⁻¹⁰ apart it grows until it is as large.",
)

# %% [markdown]
# With 1.2 the start is forgotten, too, but only while the network is kept busy. The bias and the
# inputs push units into the flat parts of tanh, where slopes are below 1, and the Jacobian is
# smaller than the matrix. With neither, the same network does not forget. So a radius below 1 is
# not needed. Nor is it enough: all eigenvalues of $W_h = \begin{pmatrix} -6 & -3 \\ 12 & 6
# \end{pmatrix}$ are 0, and without input or bias its start decides whether it ends near
# (1, 1), near (−1, −1) or at 0.
# With 3 the smallest difference grows until two histories have nothing in common: the network is
# **chaotic**, and its state tells more about its start than about what it read.
#
# ## 6 The read-out
#
# Collect M states in $h$ (M, H), one in each row, and what should be said of each in $Y$ (M, V).
# Least squares alone would use differences in the last digit if they helped. **Ridge regression**
# adds a price on the size of the weights. It looks for $W_y$ (H, V) and $b_y$ (V,) with the
# smallest
#
# $$\sum_m \big\|h_m W_y + b_y - y_m\big\|^2 + \beta \sum_{ij} (W_y)_{ij}^2$$
#
# β ≥ 0 is the **penalty**; the bias is free. Set the derivative for $b_y$ to zero: what is left
# over is zero on average, so $b_y = \bar y - \bar h W_y$; bars are means over the M states. Left is
# a problem without bias, in $\tilde h$ and $\tilde Y$, the same arrays less their means. Set its
# derivative for $W_y$ to zero: $\tilde h^\top (\tilde h W_y - \tilde Y) + \beta W_y = 0$, and so
#
# $$W_y = \big(\tilde h^\top \tilde h + \beta I\big)^{-1} \tilde h^\top \tilde Y, \qquad
#   b_y = \bar y - \bar h W_y$$
#
# **By hand**: states 1 and 3, targets 0 and 4, β = 2. Means 2 and 2; less means −1, 1 and −2, 2. So
# $\tilde h^\top \tilde h = 2$, $\tilde h^\top \tilde Y = 4$, $W_y = 4 / (2 + 2) = 1$, and
# $b_y = 2 - 2 \cdot 1 = 0$. Without a penalty $W_y$ would be 2.


# %%
def ridge_readout(h, y, penalty):
    """The linear read-out with the least Σ (h Wy + by − y)² + penalty Σ Wy².

    h (M, H), y (M, V), penalty β ≥ 0 (for β = 0 there are more states than units)
      ->  Wy (H, V), by (V,)

    Example: h = [[1.], [3.]], y = [[0.], [4.]], penalty = 2.  ->  [[1.]], [0.]
    """
    ### BEGIN SOLUTION
    h_mean, y_mean = h.mean(axis=0), y.mean(axis=0)
    S, Y = h - h_mean, y - y_mean
    Wy = np.linalg.solve(S.T @ S + penalty * np.eye(S.shape[1]), S.T @ Y)
    return Wy, y_mean - h_mean @ Wy
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The means are over the states, axis 0, and have one entry for each unit or output.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.linalg.solve(A, B)` gives $A^{-1} B$ without forming the inverse. `np.eye(n)` is $I$.
#
# </details>

# %%
check("ridge_readout", ridge_readout)

# %% [markdown]
# **What you have earned:** a forecaster. The **Mackey-Glass** series, a model of how blood cells
# are made, is chaotic. The reservoir reads 1,000 steps, is asked for the value 10 steps ahead, and
# tested on the next 500. The error is the root mean square, as a share of the spread of the series,
# so that 1 is what always saying the mean would get.

# %%
readout = yours_or_ours("ridge_readout", ridge_readout)


AHEAD = 10
MEAN = 0.93  # of the series, taken away before it is read
stretches = [mackey_glass(np.random.default_rng(seed), T=1500 + AHEAD) for seed in range(5)]


def forecast_error(seed, radius, H=100, washout=100, fitted=1000):
    """A stretch of the series and a reservoir for each seed."""
    series = stretches[seed][:, None, None] - MEAN
    net = echo_state.reservoir(np.random.default_rng(seed), D=1, H=H)
    net = net._replace(Wh=rescale(net.Wh, radius))
    h = echoes(series[:-AHEAD], np.zeros((1, H)), net, 0.0, washout)[:, 0]
    y = series[AHEAD + washout :, 0]
    split = fitted - washout
    Wy, by = readout(h[:split], y[:split], 1e-6)  # small: these states have hardly any noise
    off = h[split:] @ Wy + by - y[split:]
    return np.sqrt(np.mean(off**2)) / y[split:].std()


# %%
guess_5 = predict("Which spectral radius forecasts best?", ["0.1", "0.5", "0.9", "1.2", "2", "3"])

# %%
radii = np.array([0.1, 0.5, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0, 3.0])
errors = np.array(
    [[forecast_error(seed, r) for seed in range(5)] for r in tqdm(radii, desc="radius")]
)
for radius, found in zip(radii, errors, strict=True):
    ends = f"({min(found):.3f} … {max(found):.3f})"
    print(f"radius {radius:.1f}   error {np.median(found):6.3f}   {ends}")

# %%
guess_5.compare("1.2", "1.3 did as well: five reservoirs cannot tell the two apart.")
lines(
    radii,
    {"median of 5 reservoirs": np.median(errors, axis=1)},
    spread={"median of 5 reservoirs": (errors.min(axis=1), errors.max(axis=1))},
    title="The best radius lies above 1, and too much is worse than too little",
    xlabel="spectral radius",
    ylabel="error 10 steps ahead (band: 5 reservoirs)",
    log_y=True,
)

# %% [markdown]
# The rule *below 1* would have missed the best radius. B reports 1.2, as a good start for networks
# that are then trained (Sutskever et al. 2013), and 3, where saturation is to keep things from
# exploding. Here 1.2 is close to the best: echoes grow longer with the radius. And 3 is the worst:
# nothing explodes, but chaos drowns what was read. (In chaos your errors may differ.) Other inputs,
# biases or leaks have another best radius.
#
# **Move it.** The read-out is fitted anew at every move, to 400 steps. Take 100 units, no leak,
# reservoir 1. Which spectral radius gives the smallest error? Watch the lower right panel as you
# pass it. Then stay at the best radius and try a leak: does it help?

# %% tags=["widget"]
reservoir_explorer()

# %%
best_radius = None
### BEGIN SOLUTION
best_radius = 1.3
### END SOLUTION

# %%
check("gateless_best_radius", best_radius)

# %% [markdown]
# A little above the best radius, the two runs no longer meet within the picture. And a leak helps:
# with α = 0.6 the error falls from 3.5 % to 0.6 or 0.7 %. With 0.95 it is 60 %: the start is
# forgotten only after 240 steps, and the washout is 100. A longer one leaves 10 % or more.
#
# ## 7 The surprise, again
#
# Now the verbs with your own read-out: four kinds of reservoir, five of each.

# %%
guess_6 = predict(
    "α = 0.97: how many of five untrained reservoirs with 100 units get over 90 % at lag 160?"
)

# %%
reservoirs = {
    "100 units, α = 0": (0.0, 100),
    "16 units, α = 0.97": (0.97, 16),
    "16 units, α = 0.99": (0.99, 16),
    "100 units, α = 0.97": (0.97, 100),
}
print(f"mean share of right verbs\n{'lag':22}" + "".join(f"{lag:6}" for lag in (20, 160)))
far_shares = {}
for name, (alpha, H) in reservoirs.items():
    far_shares[name] = [
        [untrained_verbs(seed, lag, alpha, H, readout) for seed in range(5)] for lag in (20, 160)
    ]
    print(f"{name:22}" + "".join(f"{np.mean(found):6.2f}" for found in far_shares[name]))

# %%
over = sum(share > 0.9 for share in far_shares["100 units, α = 0.97"][1])
guess_6.compare(over, "And none of their recurrent weights was trained.")

# %% [markdown]
# Without a leak, these 100 units have forgotten the noun by lag 20. With one, all five reach lag
# 160. (So do skips 1, 10, trained with rate 1.) 16 units with 0.97 fail there, though 0.8 % of the
# noun is left. Are the recurrent weights to blame, which mix it with the rest, or the penalty,
# which forbids the large weights that would dig it out?

# %%
print("16 units, α = 0.97, lag 160: share of right verbs in 5 networks")
for penalty in (1e-3, 1e-5):
    for weights, name in ((1.0, "recurrent weights"), (0.0, "no recurrent weights")):
        found = [
            untrained_verbs(seed, 160, 0.97, 16, readout, weights, penalty) for seed in range(5)
        ]
        print(f"penalty {penalty:.0e}, {name:21}", np.round(found, 1))

# %% [markdown]
# Both: take away one, and the other still hides it. More units help, and so does the right α: 0.99,
# a half-life of 69.
#
# The mixing is for other tasks: with radius 0.1 the forecasts were off by 0.44, with 1.2 by 0.02.
#
# But what a leak keeps of a word depends on its age and on nothing else. **The leak cannot decide**
# which word matters, and cannot hold one thing for ever *and* take in the next. (With a strong
# weight to itself a leaky unit can keep a sign for ever, as in lesson 03; but then it is not the
# leak that keeps it.) Its α is a constant. Lesson 06 makes it depend on what is read.
#
# ## Closing questions
#
# **1.** A sensor is read every 10 seconds. A leaky unit is to have a half-life of one hour. How
# many per cent of its state must it lose at each step? (Three digits.)

# %%
per_cent_lost = None
### BEGIN SOLUTION
per_cent_lost = 100 * (1 - 0.5 ** (10 / 3600))
### END SOLUTION

# %%
check("gateless_half_life", per_cent_lost)

# %% [markdown]
# **2.** lags = (1, 10). How many Jacobians are multiplied on the shortest path from the state after
# step 13 to the state after step 100?

# %%
shortest = None
### BEGIN SOLUTION
shortest = 8 + 7  # 87 steps: eight tens and seven ones
### END SOLUTION

# %%
check("gateless_shortest_path", shortest)

# %% [markdown]
# **3.** lags = (4, 6), the noun is the first word, the verb is asked for at the last. For how many
# of the distances 1, 2, …, 20 between the two can this network, with any weights, know the noun?

# %%
visible = None
### BEGIN SOLUTION
reached = {0}
for steps in range(1, 21):
    if steps - 4 in reached or steps - 6 in reached:
        reached.add(steps)
visible = len(reached - {0})
### END SOLUTION

# %%
check("gateless_visible_lags", visible)

# %% [markdown]
# **4.** A friend's reservoir (α = 0, radius 2, penalty 10⁻⁶) forecasts the steps that it was fitted
# to with an error of 0.01 and new ones with an error of 0.9. Two runs from different starts stay
# apart for ever. What should be changed first?
#
# - **A** A longer washout, so that the start is forgotten.
# - **B** A smaller spectral radius.
# - **C** More units, so that the states hold more of the past.
# - **D** No penalty, so that the fit is exact.

# %%
first_change = None
### BEGIN SOLUTION
first_change = "B"
### END SOLUTION

# %%
check("gateless_diagnosis", first_change)

# %% [markdown]
# ## What you can now do
#
# You can give a network a memory of a chosen length, by leaks or by skips, and say what it pays:
# slow learning, or blind spots. You can use a network that nobody trains, and know what to try
# first: the radius, then the leak.
#
# | | |
# |:--|:--|
# | leaky unit | $h^{(t)} = \alpha \odot h^{(t-1)} + (1 - \alpha) \odot n^{(t)}$ |
# | half-life, time constant | $\ln \frac12 / \ln \alpha$, $\; -1 / \ln \alpha$ |
# | α of a half-life | $\left(\frac12\right)^{1 / t_{1/2}}$ |
# | skips | $h^{(t)} = \tanh(x^{(t)} W_x + \sum_k h^{(t-d_k)} W_{h,k} + b)$ |
# | reservoir | $W_h$ times wanted radius / present radius |
# | read-out | $W_y = (\tilde h^\top \tilde h + \beta I)^{-1} \tilde h^\top \tilde Y$ |
# | its bias | $b_y = \bar y - \bar h W_y$ |
#
# The same in PyTorch, to read:
#
# ```python
# with torch.no_grad():  # cell = torch.nn.RNNCell(D, H): a reservoir, never trained
#     cell.weight_hh *= 0.9 / torch.linalg.eigvals(cell.weight_hh).abs().max()
#     for x_t in x:
#         h = alpha * h + (1 - alpha) * cell(x_t, h)
#         states.append(h)
# ```
#
# Next: a memory that decides, in lesson 06.
#
# **Sources.** B: I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press 2016,
# sections 10.8 (echo state networks) and 10.9 (skips, leaky units, removing connections). M. C.
# Mozer, *Induction of multiscale temporal structure*, NIPS 4, 1991. T. Lin et al., *Learning
# long-term dependencies in NARX recurrent neural networks*, IEEE Transactions on Neural Networks 7,
# 1996. H. Jaeger, *The "echo state" approach to analysing and training recurrent neural networks*,
# 2001. H. Jaeger and H. Haas, *Harnessing nonlinearity*, Science 304, 2004. I. Sutskever et al.,
# *On the importance of initialization and momentum in deep learning*, ICML 2013. A. M. Saxe et al.,
# *Exact solutions to the nonlinear dynamics of learning in deep linear neural networks*, ICLR 2014.
# M. C. Mackey and L. Glass, *Oscillation and chaos in physiological control systems*, Science 197,
# 1977. N: the cat and the cats.
