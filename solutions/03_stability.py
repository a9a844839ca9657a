# %% [markdown]
# # 03 Eigenvalues and stability
#
# **What does a recurrence do when nobody feeds it?** By the end you will look at a weight matrix
# and say whether its state will fade, stay, explode or oscillate, and how fast; and what an
# activation changes about that.
#
# *Time: 90 minutes (18 of reading, 45 for six exercises, 18 for seven questions, 9 for predictions
# and explorers; the cells run in 10 seconds). Needed: lesson 01; eigenvalues as in a first course
# on linear algebra.*
#
# After this lesson you can
#
# - **predict** from eigenvalues how fast a linear recurrence fades or grows, and how it oscillates,
# - **find** all fixed points of a non-linear one, and **decide** which of them attract,
# - **turn** a recurrence with many taps into one with a single tap,
# - **prove** stability with a function that can only fall.

# %%
import numpy as np

from autograder import check, yours_or_ours
from rnn_core import recursion, stability
from rnn_core.plots import lines, recursions, show
from rnn_core.widgets import activation_explorer, eigenvalue_explorer, predict

# %% [markdown]
# ## A surprise first
#
# Two networks of two units each, no inputs, no activation: at every step the state is multiplied by
# a matrix. One matrix has an entry of 4. In the other no entry is larger than 0.6. Both start from
# (1, 1).

# %%
guess_1 = predict(
    "After 100 steps, which state is the larger?",
    ["that of the matrix with the 4", "that of the matrix without"],
)

# %%
# NBVAL_CHECK_OUTPUT
with_a_4 = np.array([[0.5, 4.0], [0.0, 0.5]])
without = np.array([[0.6, 0.6], [0.6, 0.6]])
for name, W in {"with the 4": with_a_4, "without   ": without}.items():
    h, sizes = np.ones(2), []
    for _ in range(100):
        h = W @ h
        sizes.append(np.linalg.norm(h))
    print(f"{name}  after 1 step: {sizes[0]:.1f}   5: {sizes[4]:.1f}   100: {sizes[99]:.0e}")

# %%
guess_1.compare("that of the matrix without", "By a factor of 10³⁵, after a much slower start.")

# %% [markdown]
# The largest entry does not decide. Something else in a matrix does.
#
# ## 1 One unit
#
# Take one unit, no activation: it keeps a share $w$ of its state and adds $c$ times its input.
#
# $$h^{(t)} = w\, h^{(t-1)} + c\, x^{(t)}$$
#
# All symbols are numbers. Feed it once, at step 1, and never again (a **kick**): the state is then
# $c\,x^{(1)}$, $w\,c\,x^{(1)}$, $w^2 c\,x^{(1)}$, … What came n steps ago is still there, times
# $w^n$. The recurrence is **linear**: it answers each input separately, and the answers add up. So
# its **closed form**, without a loop, is
#
# $$h^{(t)} = \sum_{k=1}^{t} w^{t-k}\, c\, x^{(k)}$$
#
# if it started at zero: the input of step k is t − k steps old. **By hand**, $w = 0.9$, $c = 1$,
# inputs 1, 0, 2: the states are 1, 0.9, 0.81 + 2 = 2.81. For $|w| < 1$ a kick fades, for $|w| > 1$
# it explodes, for $w = 1$ it stays for ever; for a negative $w$ it changes sign at every step. It
# has faded to half when $|w|^n = \frac12$, after $n = \log \frac12 / \log |w|$ steps, its
# **half-life**.

# %%
guess_2 = predict("w = 0.9. After how many steps is less than 1 % of an input left?")

# %%
# NBVAL_CHECK_OUTPUT
for w in (0.5, 0.9, 0.99, 0.999):
    half, one_percent = np.log([0.5, 0.01]) / np.log(w)
    print(f"w = {w:<5}  half is left after {half:5.1f} steps, 1 % after {one_percent:6.1f}")

# %%
guess_2.compare(44, "log 0.01 / log 0.9 = 43.7. Each further 9 in w makes it ten times as long.")

# %% [markdown]
# ## 2 Many units
#
# With H units and D inputs, numbers become matrices:
#
# $$h^{(t)} = W h^{(t-1)} + C x^{(t)}, \qquad W\ (H, H),\quad C\ (H, D)$$
#
# **In this lesson vectors are columns**, and there is one sequence: x is (T, D), h is (T, H). As in
# lesson 01, `x[0]` is $x^{(1)}$, `h[0]` is $h^{(1)}$, and `h0`, the state before them, is
# $h^{(0)}$. The network of lesson 01, which had rows, is the same with $W = W_h^\top$, $C =
# W_x^\top$. A matrix and its transpose have the same eigenvalues, so whatever you find out about
# $W$ holds for $W_h$.
#
# **By hand**, with the matrix that has a 4, C the identity, from zero, and the kick (0, 1):
#
# $$\begin{pmatrix} 0 \\ 1 \end{pmatrix} \to
# \begin{pmatrix} 0.5 & 4 \\ 0 & 0.5 \end{pmatrix} \begin{pmatrix} 0 \\ 1 \end{pmatrix}
# = \begin{pmatrix} 4 \\ 0.5 \end{pmatrix} \to
# \begin{pmatrix} 4 \\ 0.25 \end{pmatrix} \to \begin{pmatrix} 3 \\ 0.125 \end{pmatrix}$$


# %%
def linear_response(x, h0, W, C):
    """All states of a linear recurrence.

        h[t] = W h[t−1] + C x[t],    where h0 stands for the state before h[0]

    Vectors are columns. x (T, D), h0 (H,), W (H, H), C (H, D)  ->  h (T, H)

    Example: x = [[1.], [0.], [0.]], h0 = [0., 0.], W = [[0.5, 4.], [0., 0.5]], C = [[0.], [1.]]
      ->  [[0., 1.], [4., 0.5], [4., 0.25]]
    """
    ### BEGIN SOLUTION
    h, states = h0, []
    for x_t in x:
        h = W @ h + C @ x_t
        states.append(h)
    return np.stack(states)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# It is lesson 01's `rnn_forward` without its tanh, and with matrices on the left.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `W @ h` with h of shape (H,) is a matrix times a column, and gives (H,).
#
# </details>

# %%
check("linear_response", linear_response)

# %% [markdown]
# **What you have earned:** a figure of the CMU lecture on stability. Four units, kicked by (1, 1,
# 1, 1) at the first step. Six matrices, all symmetric: the largest eigenvalue is 0.9, 1 or 1.1, the
# second 0.5 or 0.1.

# %%
guess_3 = predict(
    "Largest eigenvalue 1.1, second 0.5 or 0.1. By what factor do the sizes differ 50 steps later?",
    ["about 5", "about 2", "nobody can see it"],
)

# %%
# NBVAL_CHECK_OUTPUT
response = yours_or_ours("linear_response", linear_response)
kick = np.vstack([np.ones((1, 4)), np.zeros((50, 4))])  # x: fed at the first step only
for largest in (0.9, 1.0, 1.1):
    ends = []
    for second in (0.5, 0.1):
        values = [largest, second, second / 2, -second / 2]
        W = recursion.matrix_with_eigenvalues(np.random.default_rng(0), values, symmetric=True)
        ends.append(np.linalg.norm(response(kick, np.zeros(4), W, np.eye(4))[50]))
    print(f"largest {largest}: size 50 steps later is {ends[0]:.4g}, or {ends[1]:.4g}")

# %%
guess_3.compare("nobody can see it", "0.5⁵⁰ is 10⁻¹⁵: long before, only the largest is left.")
show(recursions.linear_responses())

# %% [markdown]
# ## 3 Directions that only stretch
#
# Some vectors keep their direction when $W$ multiplies them; they are only stretched.
#
# $$W u = \lambda u$$
#
# $u$ (H,) is an **eigenvector**, the number $\lambda$ its **eigenvalue**. Along an eigenvector the
# network is one unit with $w = \lambda$, and section 1 says all about it. If there are H
# independent eigenvectors, every start is a sum of them, and each part, or **mode**, goes its own
# way:
#
# $$h^{(0)} = \sum_k a_k u_k \quad\Longrightarrow\quad h^{(t)} = \sum_k a_k\, \lambda_k^t\, u_k$$
#
# **By hand**, the matrix without a 4. $W (1, 1)^\top = (1.2, 1.2)^\top$, so λ is 1.2 along (1, 1).
# $W (1, -1)^\top = (0, 0)^\top$, so λ is 0 along (1, −1). The start (1, 0) is half of each: after
# one step it is (0.6, 0.6), after t steps $\frac12 \cdot 1.2^t\,(1, 1)$. And the matrix with the 4?
# It is **triangular**, zeros below its diagonal; the eigenvalues of such a matrix stand on the
# diagonal. Both are 0.5. It has one direction of eigenvectors only, (1, 0), so not every start is a
# sum of modes: from (0, 1) the state is $(8t \cdot 0.5^t,\ 0.5^t)$. The factor t delays the fading,
# but $0.5^t$ wins.
#
# In the long run the largest $|\lambda|$ wins. It is called the **spectral radius**, ρ, and its
# eigenvalue the **leading** one. A linear network is **stable** if every state fades, that is if
# ρ < 1: in the plane of complex numbers all eigenvalues then lie inside the **unit circle**,
# $|\lambda| = 1$.


# %%
def spectral_radius(W):
    """The size of the largest eigenvalue, largest by size.

        max over k of |λ_k|,   where |a + ib| = √(a² + b²)

    W (H, H), real, not always symmetric  ->  a number

    Example: W = [[0.2, 0.], [7., -0.8]]  ->  0.8
    """
    ### BEGIN SOLUTION
    return np.abs(np.linalg.eigvals(W)).max()
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `np.linalg.eigvals` lists the eigenvalues of any square matrix, in no particular order; they may
# be negative or complex.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Which comes first, the size or the largest? `np.abs` knows complex numbers, too.
#
# </details>

# %%
check("spectral_radius", spectral_radius)

# %% [markdown]
# **What you have earned:** a forecast. If the largest mode wins, then in the end each step
# multiplies $\|h^{(t)}\|$ by ρ, on average (section 4 says why not exactly) and from almost every
# start: on a logarithmic axis, a straight line with the slope log ρ. Five random matrices (20, 20),
# each at three scales (a factor multiplies all eigenvalues), 2,000 steps; the slope is fitted to
# the second half.

# %%
# NBVAL_CHECK_OUTPUT
radius = yours_or_ours("spectral_radius", spectral_radius)
for scale in (0.9, 1.0, 1.1):
    slopes = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        W = rng.normal(size=(20, 20))
        W = W * scale / radius(W)
        h = response(np.zeros((2000, 20)), rng.normal(size=20), W, np.eye(20))
        log_size = np.log(np.linalg.norm(h, axis=1))
        slopes.append(np.polyfit(np.arange(1000), log_size[1000:], 1)[0])
    found = np.round([min(slopes), max(slopes)], 4) + 0.0  # + 0.0 makes −0 a 0
    print(f"log ρ = {np.log(scale):.4f}   slopes from {found[0]:.4f} to {found[1]:.4f}")

# %% [markdown]
# Now take the winner away. $W$ (4, 4) has the eigenvalues 1.1, 0.5, 0.25 and −0.25, and the start
# is chosen without any part along the eigenvector of 1.1. So $a_1 = 0$, and the formula has no 1.1
# left in it.

# %%
guess_4 = predict(
    "The state of this network, over 500 steps:",
    ["fades for ever", "explodes from the start", "fades, then explodes"],
)

# %%
values = [1.1, 0.5, 0.25, -0.25]
W = recursion.matrix_with_eigenvalues(np.random.default_rng(1), values)
start = recursion.without_leading(np.ones(4), W)
t, still = np.arange(500), np.zeros((499, 4))
h = np.vstack([start, response(still, start, W, np.eye(4))])
sizes = np.linalg.norm(h, axis=1)
lines(
    t,
    {
        "computed": sizes,
        "0.5ᵗ": np.where(0.5**t > 1e-20, 0.5**t, np.nan),
        "10⁻¹⁶ · 1.1ᵗ": 1e-16 * 1.1**t,
    },
    title="Rounding errors find the largest eigenvalue",
    xlabel="step t",
    ylabel="‖h‖",
    log_y=True,
    alt="The computed size falls like 0.5ᵗ for some 40 steps. From about 10⁻¹⁴ on it grows like "
    "1.1ᵗ, and exceeds its first value after some 400 steps.",
)

# %%
guess_4.compare(
    "fades, then explodes", "A float64 has 16 digits; the 17th is enough to start from."
)

# %% [markdown]
# On paper the state fades. On a computer some 10⁻¹⁶ along the leading eigenvector creep in, and 1.1
# does the rest. A mode that grows cannot be avoided by never starting it.
#
# ## 4 Eigenvalues that turn
#
# A real matrix may have complex eigenvalues. They come in pairs, $\lambda = r e^{i\omega}$ and its
# **conjugate** $r e^{-i\omega}$, with the same size $r$ and opposite angles ($re^{i\omega} =
# r\cos\omega + i\,r\sin\omega$). Their modes are conjugates as well: in the sum the imaginary parts
# cancel, and the state stays real. Now $\lambda^t = r^t e^{i\omega t}$: at every step the mode
# grows or shrinks by $r$, and **turns** by the angle ω, in radians. A full turn is 2π, so its
# **period** is
#
# $$\frac{2\pi}{|\omega|}\ \text{steps}, \qquad \omega = \arg \lambda$$
#
# **By hand**: $\begin{pmatrix} 0 & -1 \\ 1 & 0 \end{pmatrix}$ turns (1, 0) into (0, 1), (−1, 0),
# (0, −1) and back. Four steps; its eigenvalues are ±i, of size 1 and angle ±π/2; and 2π/(π/2) = 4.
# A negative eigenvalue has the angle π and the period 2: it changes sign at every step. A positive
# one has the angle 0 and never comes round: the period is infinite.


# %%
def oscillation_period(W):
    """The steps in which the leading eigenvalue turns once.

        2π / |arg λ|,   λ the eigenvalue with the largest |λ|

    W (H, H), real  ->  a number: 2 where λ is negative, infinite (np.inf) where it is positive

    Example: W = [[0., -1.], [1., 0.]]  ->  4.0
    """
    ### BEGIN SOLUTION
    values = np.linalg.eigvals(W)
    angle = abs(np.angle(values[np.argmax(np.abs(values))]))
    return 2 * np.pi / angle if angle > 0 else np.inf
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# First the leading eigenvalue: `np.argmax` says at which place of a list its largest entry is.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.angle` gives the angle of a complex number in radians, from −π to π. What is the angle of a
# positive number, and what does that do to the quotient?
#
# </details>

# %%
check("oscillation_period", oscillation_period)

# %% [markdown]
# **What you have earned:** a clock. Count how often one unit goes through zero upwards.

# %%
# NBVAL_CHECK_OUTPUT
period = yours_or_ours("oscillation_period", oscillation_period)
for degrees in (10, 30, 77, 145):
    pair = np.exp(1j * np.radians([degrees, -degrees]))
    W = recursion.matrix_with_eigenvalues(np.random.default_rng(2), [*pair, 0.8, -0.5])
    h = response(np.zeros((5000, 4)), np.ones(4), W, np.eye(4))[:, 0]
    up = np.flatnonzero((h[:-1] < 0) & (h[1:] >= 0))
    counted = (up[-1] - up[0]) / (len(up) - 1)
    print(f"angle {degrees:3}°: 2π/|arg λ| = {period(W):6.3f} steps, counted {counted:6.3f}")

# %%
show(recursions.complex_responses())

# %% [markdown]
# **Symmetric matrices do not oscillate.** Their eigenvalues are real (and their eigenvectors
# perpendicular), so there is nothing to turn with, but for changes of sign.

# %%
# NBVAL_CHECK_OUTPUT
turning = {"of no special kind": 0, "made symmetric": 0}
for seed in range(100):
    W = np.random.default_rng(seed).normal(size=(20, 20))
    for name, matrix in zip(turning, (W, W + W.T), strict=True):
        turning[name] += np.iscomplex(np.linalg.eigvals(matrix)).sum()
for name, count in turning.items():
    print(f"100 random matrices {name}: {count} of 2000 eigenvalues are complex")

# %% [markdown]
# To turn with any period but 2, a network needs a matrix that is not symmetric.
#
# ### Move them
#
# Below, two eigenvalues and their conjugates; small dots are their powers. Drag them, or use the
# sliders. The other three panels show the sum of the two modes,
#
# $$h^{(t)} = a_1 \lambda_1^t + a_2 \lambda_2^t, \qquad a_1 + a_2 = 1$$
#
# as a path in the plane; its real part, which is what one unit shows t steps after a kick
# (**impulse response**); and its size, with each mode as a dashed line. "% kick" sets $a_1$. Rings
# mark the same step in all panels. At the path's ring, two strokes show the modes, end to end.
# Press play.
#
# **Look for** two eigenvalues of size 1 whose sum, with the kick at 50 %, shrinks to zero and comes
# back, again and again (a **beat**).
#
# **A question that only moving it answers.** An explosion can hide. Let λ₁ be 1.05, angle 0, with
# 1 % of the kick, and λ₂ 0.8, angle 0: the size of the sum falls until step 22 before it grows. Now
# change the size of λ₂ alone. At which does the turn come latest? (Two decimals.)

# %% tags=["widget"]
eigenvalue_explorer()

# %%
hides_longest = None
### BEGIN SOLUTION
hides_longest = 0.98
### END SOLUTION

# %%
check("stability_turning_point", hides_longest)

# %% [markdown]
# With 60 steps to look at, such a network passes for stable. Its eigenvalues give it away.
#
# ## 5 With an activation
#
# Now $h^{(t)} = f(w\,h^{(t-1)} + b)$, one unit, and nobody feeds it. A state that stays where it
# is, $h = f(wh + b)$, is a **fixed point**. What happens close to one? Move the state by a little
# ε. One step later it is off by about
#
# $$\varepsilon_\text{next} = s\,\varepsilon, \qquad s = w\, f'(wh + b)$$
#
# which is section 1, with the **slope** $s$ for $w$. If $|s| < 1$, the fixed point attracts what is
# near; if $|s| > 1$, it repels. For tanh, $f' = 1 - \tanh^2$, and at a fixed point tanh is $h$
# itself, so $s = w\,(1 - h^2)$.
#
# **By hand**, tanh, $w = 2$, $b = 0$. Zero is a fixed point, with $s = 2$: it repels. Does the
# state grow without end? From $h = 1$ it goes to tanh 2 = 0.964, then 0.959, 0.958, and stays
# there. At 0.958, $s = 2\,(1 - 0.917) = 0.17$: it attracts. By symmetry so does −0.958.
#
# To find all of them, look for the zeros of $\tanh(wh + b) - h$. A tanh lies between −1 and 1, so
# lay a grid over a little more, from −1.1 to 1.1. Where the sign of the difference changes between
# two neighbours there is a zero in between: halve that interval again and again, keeping the half
# in which the sign changes.


# %%
def fixed_points(w, b):
    """All fixed points of h = tanh(w h + b), and the slope of one step at each.

    slope = w (1 − h²)

    w, b numbers  ->  h (K,), slope (K,): K is 1 or 3, h in rising order, to at least 8 digits

    Points are more than 0.1 apart, and no slope is close to 1.

    Example: w = 2, b = 0  ->  [-0.9575, 0., 0.9575], [0.1664, 2., 0.1664]
    """

    ### BEGIN SOLUTION
    def above(h):
        return np.tanh(w * h + b) >= h

    grid = np.linspace(-1.1, 1.1, 1001)
    left = np.flatnonzero(above(grid[:-1]) != above(grid[1:]))
    low, high = grid[left], grid[left + 1]
    for _ in range(50):
        middle = (low + high) / 2
        same = above(middle) == above(low)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return low, w * (1 - low**2)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Write a small function for the difference, or for whether it is positive. On a grid of a thousand
# points, compare each with its neighbour.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# 50 halvings make an interval smaller by 10¹⁵. In each: which half has ends of different sign?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# Without a bias the difference is exactly 0 at h = 0. If 0 is on your grid, a product of signs is
# then 0, not negative. "Positive or not" has no such gap.
#
# </details>

# %%
check("fixed_points", fixed_points)

# %% [markdown]
# **What you have earned:** a map of all tanh units without bias and with $w \ge 0$. Your slopes
# decide which points attract.

# %%
points = yours_or_ours("fixed_points", fixed_points)
weights = np.linspace(0, 3, 302)  # w = 1, where the slope is exactly 1, is not among them
attracts, repels = np.full((2, 3, 302), np.nan)  # the point in the middle, the lower, the upper
for k, w in enumerate(weights):
    h, slope = points(w, 0.0)
    rows = [1, 0, 2] if len(h) == 3 else [0]
    attracts[rows, k] = np.where(np.abs(slope) < 1, h, np.nan)
    repels[rows, k] = np.where(np.abs(slope) > 1, h, np.nan)

lines(
    np.tile(weights, 3),
    {"attracts": attracts.ravel(), "repels": repels.ravel()},
    title="Beyond w = 1, two points attract in place of one: a bit of memory",
    xlabel="weight w",
    ylabel="fixed points h",
    alt="For weights below 1 zero is the only fixed point, and attracts. Beyond 1 it repels, and "
    "two others attract, at equal distances on both sides, close to 1 and −1 at w = 3.",
)

# %% [markdown]
# Below 1 everything is forgotten. Above 1 the unit keeps one thing for ever: the sign. (At $w < -1$
# no fixed point attracts. A pair of values does, and the state jumps between them, as the explorer
# below shows.)

# %%
guess_5 = predict(
    "Which activation lets a unit with w = 3 tell, after 20 steps, whether it started above zero?",
    ["sigmoid only", "tanh only", "tanh and ReLU", "all three"],
)

# %%
show(recursions.scalar_activations())
guess_5.compare("tanh and ReLU", "ReLU does so in its own way: it has exploded, or is 0 for ever.")

# %% [markdown]
# - **sigmoid**, without a bias and with $w > 0$, ends at one point, whatever the start.
# - **tanh** **saturates**: where its output is near ±1 it is flat, so slopes are small and states
#   are held in place.
# - **ReLU** is linear above zero. There it is section 1, and with $w > 1$ it blows up (the curves
#   leave the panel). Below zero it gives 0, and there the unit is **dead**: without a bias, it
#   stays 0.
#
# Now four units, with a largest eigenvalue of 1.5:

# %%
show(recursions.vector_activations())

# %% [markdown]
# Sigmoid and tanh tell the same story, each unit with a share of its own. But in the lower right
# panel the network does not die: one unit is pushed above zero by its neighbours, and a trace of
# 0.04 is enough for the explosion.
#
# In the explorer's left panel the curve is one step; it meets the diagonal in fixed points. The
# staircases are three starts: to the curve, across to the diagonal, and again. (Two units: $W =
# wB$. B has ¾ on its diagonal, ¼ beside it, and the eigenvalues 1 and ½.)
#
# **A question that only moving it answers.** Set it to tanh, one unit, $w = 2$, positive starts.
# They are held at 0.958. Now lower the bias in steps of 0.05. Which is the first bias at which
# *none* of the three is held?

# %% tags=["widget"]
activation_explorer()

# %%
bias_that_erases = None
### BEGIN SOLUTION
bias_that_erases = -0.55
### END SOLUTION

# %%
check("stability_erasing_bias", bias_that_erases)

# %% [markdown]
# A bias is an input that does not end. So a strong input can erase what a saturated unit has kept.
# Keep that thought for lesson 06.
#
# ## 6 Longer memories
#
# A recurrence may look back further than one step. With **taps** at 1, 5 and 8,
#
# $$h^{(t)} = w_1 h^{(t-1)} + w_5 h^{(t-5)} + w_8 h^{(t-8)} + x^{(t)}$$
#
# all of them numbers. Let the state remember the last K = 8 values, the column $m^{(t)}$ with the
# entries $h^{(t)}, h^{(t-1)}, \dots, h^{(t-7)}$. Then one step is $m^{(t)} = M m^{(t-1)}$: the
# first entry is made by the taps, and all others are handed on, one place down. M (8, 8) is called
# the **companion matrix**. **By hand**, K = 3:
#
# $$\begin{pmatrix} h^{(t)} \\ h^{(t-1)} \\ h^{(t-2)} \end{pmatrix} =
# \begin{pmatrix} w_1 & w_2 & w_3 \\ 1 & 0 & 0 \\ 0 & 1 & 0 \end{pmatrix}
# \begin{pmatrix} h^{(t-1)} \\ h^{(t-2)} \\ h^{(t-3)} \end{pmatrix}$$


# %%
def companion_matrix(w):
    """The matrix of one step of a recurrence with K taps.

    h(t) = w[0] h(t−1) + w[1] h(t−2) + … + w[K−1] h(t−K)

    m(t) = M m(t−1) with the column m(t) = (h(t), h(t−1), …, h(t−K+1)), the newest value first.

    w (K,), K at least 1  ->  M (K, K)

    Example: w = [0.5, 0.2, 0.1]  ->  [[0.5, 0.2, 0.1], [1., 0., 0.], [0., 1., 0.]]
    """
    ### BEGIN SOLUTION
    M = np.eye(len(w), k=-1)
    M[0] = w
    return M
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `np.eye(K, k=…)` has its ones on a neighbour of the diagonal. Which neighbour hands entry i on to
# entry i + 1?
#
# </details>

# %%
check("companion_matrix", companion_matrix)

# %% [markdown]
# **What you have earned:** everything above, for any number of taps. The eigenvalues of M are
# called **poles**. They are the roots of $z^8 = w_1 z^7 + w_5 z^3 + w_8$: put $h^{(t)} = z^t$ into
# the recurrence and divide by $z^{t-8}$. If no two coincide, section 3 holds for M, and t steps
# after a kick the response is $\sum_k a_k z_k^t$, with eight numbers $a_k$ that its first eight
# values fix. The rest it must predict.

# %%
# NBVAL_CHECK_OUTPUT
companion = yours_or_ours("companion_matrix", companion_matrix)
A = recursion.taps([1, 5, 8], [0.4, 0.3, -0.5])  # eight weights, five of them zero
z = np.linalg.eigvals(companion(A))
h = recursion.multi_tap_response(np.eye(1, 200)[0], A)  # fed 1, 0, 0, …

powers = z ** np.arange(200)[:, None]  # (200, 8)
a = np.linalg.solve(powers[:8], h[:8])
predicted = (powers @ a).real
print("poles, by size:", np.sort(np.abs(z))[::-1].round(3))
print("steps 8 to 199 predicted to 1e-9:", np.abs(predicted - h)[8:].max() < 1e-9)

# %%
show(recursions.multi_tap_responses())

# %% [markdown]
# In the lower rows equal taps add up to 0.9, 1 and 1.1, too. But the farther back they reach, the
# closer to 1 is the largest pole, from both sides: a value that comes back every 8 steps is
# multiplied once in 8 steps, not at each. Lesson 05 uses that.
#
# ### Stable or not, without eigenvalues
#
# **Routh's criterion** (1877) counts the roots in the right half of the plane without finding one:
# they are as many as the sign changes in the first column of a table (zeros in it need extra care).
# It was made for continuous time, where growth is right of the imaginary axis. So put $z = (1 +
# q)/(1 - q)$ into the polynomial: z is inside the circle exactly when q is in the left half-plane.
#
# **By hand**, one tap: $z = w$ becomes $1 + q = w\,(1 - q)$, so $q = -(1 - w)/(1 + w)$: negative
# exactly for $|w| < 1$. For more taps `stability.roots_on_the_right` makes the table. The test of
# Schur and Cohn is made for the circle and takes no detour; that is what `stability.is_stable`
# does. Both against the eigenvalues:

# %%
# NBVAL_CHECK_OUTPUT
rng, agree, stable = np.random.default_rng(3), 0, 0
for _ in range(1000):
    A = rng.normal(size=rng.integers(2, 9)) / 2
    in_q = stability.bilinear(np.append(1, -A))
    verdict = stability.roots_on_the_right(in_q) == 0
    agree += verdict == stability.is_stable(A) == (radius(companion(A)) < 1)
    stable += verdict
print(f"All three agree on {agree} of 1000 recurrences; {stable} are stable")

# %% [markdown]
# ## 7 A function that can only fall
#
# The matrix with the 4 is stable, and yet from (0, 1) its state grows to four times its size before
# it fades. Perpendicular eigenvectors of length 1 forbid that: by Pythagoras, $\|h^{(t)}\|^2$ is
# $\sum_k |a_k|^2 |\lambda_k|^{2t}$, and if all modes fade, the length falls at every step. Oblique
# modes may partly cancel at the start; when one fades before the other, the length grows. (Here
# there are too few modes, and the factor t does it.) So $\|h\|$ is a poor judge. A better judge is
# a **Lyapunov function**: a number $V(h)$ that is positive for every $h \ne 0$, small only where h
# is small, and falls at every step, wherever the state is, by at least a fixed share of itself. If
# there is one, the state must end at zero.
#
# For a linear network, try $V(h) = h^\top P h$, with $P$ (H, H) symmetric. One step later it is
# $h^\top W^\top P W h$. Say by how much it shall fall, $h^\top Q h$, with Q symmetric and
# **positive definite** ($h^\top Q h > 0$ for every $h \ne 0$), for example the identity:
#
# $$W^\top P W - P = -Q$$
#
# To solve it, add up all that will be lost: $V$ is the sum of $h^{(t)\top} Q\, h^{(t)}$ over the
# whole future, with $h^{(t)} = W^t h$. This sum is finite exactly when ρ < 1:
#
# $$P = Q + W^\top Q W + (W^2)^\top Q\, W^2 + \dots$$
#
# **By hand**, one unit, $w = 0.5$, $Q = 1$: $P = 1 + \frac14 + \frac1{16} + \dots = \frac43$, and
# $0.25 \cdot \frac43 - \frac43 = -1$.


# %%
def lyapunov_matrix(W, Q):
    """The matrix P of the Lyapunov function V(h) = hᵀ P h, which falls by hᵀ Q h in a step.

        Wᵀ P W − P = −Q,     P = Q + Wᵀ Q W + (W²)ᵀ Q W² + …

    W (H, H) with a spectral radius of at most 0.9, Q (H, H) symmetric, positive definite
      ->  P (H, H)

    Example: W = [[0.5, 4.], [0., 0.5]], Q = [[1., 0.], [0., 1.]]
      ->  [[1.3333, 3.5556], [3.5556, 48.7407]]
    """
    ### BEGIN SOLUTION
    P, term = Q, Q
    for _ in range(500):
        term = W.T @ term @ W
        P = P + term
    return P
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Each term of the sum is made from the one before it: one W to its left, transposed, one to its
# right.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A few hundred terms are enough: 0.9² multiplied 300 times is 10⁻²⁸. (The equation is also linear
# in the entries of P, if you prefer to solve it.)
#
# </details>

# %%
check("lyapunov_matrix", lyapunov_matrix)

# %% [markdown]
# **What you have earned:** a judge that is never deceived. First the matrix with the 4, once more;
# then 1000 random stable matrices and states: how often does a step raise the length, how often V?

# %%
lyapunov = yours_or_ours("lyapunov_matrix", lyapunov_matrix)
W, P = with_a_4, lyapunov(with_a_4, np.eye(2))
h = np.vstack([[0, 1], response(np.zeros((12, 2)), np.array([0.0, 1.0]), W, np.eye(2))])
lines(
    np.arange(13),
    {"‖h‖²": (h**2).sum(axis=1), "V(h)": ((h @ P) * h).sum(axis=1)},
    title="The length rises and falls, the Lyapunov function only falls",
    xlabel="step t",
    ylabel="‖h‖² and V",
    log_y=True,
)

# %%
# NBVAL_CHECK_OUTPUT
rng = np.random.default_rng(4)
longer = higher = 0
for _ in range(1000):
    W = rng.normal(size=(5, 5))
    W = 0.9 * W / radius(W)
    P, h = lyapunov(W, np.eye(5)), rng.normal(size=5)
    longer += np.linalg.norm(W @ h) > np.linalg.norm(h)
    higher += (W @ h) @ P @ (W @ h) > h @ P @ h
print(f"of 1000 stable networks, one step raised ‖h‖ in {longer} and V in {higher}")

# %% [markdown]
# **And with a tanh?** Eigenvalues do not say what a non-linear network does far from its fixed
# point; a Lyapunov function can. Let P be **diagonal**, so that $V(h) = \sum_i p_i h_i^2$ with
# every $p_i$ positive. A tanh brings every entry closer to zero, $|\tanh a| \le |a|$, so it can
# only lower such a V. If V falls on the way from $h$ to $Wh$, it falls on the way to $\tanh(Wh)$
# all the more. The P of your exercise is not diagonal, so look for one. For the matrix with the 4
# and $P = \operatorname{diag}(1, p)$,
#
# $$W^\top P W - P = \begin{pmatrix} -0.75 & 2 \\ 2 & 16 - 0.75\,p \end{pmatrix}$$
#
# If both eigenvalues of this matrix are negative, the larger of them −c, then $V$ falls by at least
# $c\,\|h\|^2$: by a fixed share, as $V \le p\,\|h\|^2$. The first entry is negative, so both are as
# soon as their product, the determinant, is positive. Large p do it: take 40.

# %%
# NBVAL_CHECK_OUTPUT
rng, W, P = np.random.default_rng(5), with_a_4, np.diag([1.0, 40.0])
print("Wᵀ P W − P has the eigenvalues", np.linalg.eigvalsh(W.T @ P @ W - P).round(2))
h = rng.normal(size=(1000, 2)) * rng.uniform(0, 10, size=(1000, 1))  # one start in each row
rises = 0
for _ in range(30):
    before, h = h, np.tanh(h @ W.T)
    rises += ((h @ P * h).sum(axis=1) > (before @ P * before).sum(axis=1)).sum()
print(
    "30 steps from 1000 starts: V rose", rises, "times; largest |h| left:", f"{np.abs(h).max():.0e}"
)

# %% [markdown]
# One inequality covers every start, without a single step computed.
#
# ## Questions
#
# **1.** The state of a linear network halves every 12 steps and turns once every 8. What is the
# real part of its leading eigenvalues, to four decimals?

# %%
real_part = None
### BEGIN SOLUTION
real_part = 0.5 ** (1 / 12) * np.cos(2 * np.pi / 8)
### END SOLUTION

# %%
check("stability_eigenvalue", real_part)

# %% [markdown]
# **2.** You watch ‖h‖ of a linear network that nobody feeds: 1, 3.5, 4.1, 2.6, 1.3, 0.5, and it
# keeps falling, to zero. What can you conclude?
#
# - **A** An eigenvalue lies outside the unit circle.
# - **B** All modes present fade, and the matrix has no full set of perpendicular eigenvectors.
# - **C** The matrix is symmetric.
# - **D** The start had no part along the leading eigenvector.

# %%
conclusion = None
### BEGIN SOLUTION
conclusion = "B"
### END SOLUTION

# %%
check("stability_diagnosis", conclusion)

# %% [markdown]
# **3.** Taps at 1, 5 and 8 with the weights 0.4, 0.3 and $w$, where $w > 0$. The recurrence is
# stable for every $w$ below a border. Where is the border?

# %%
border = None
### BEGIN SOLUTION
border = 1 - 0.4 - 0.3
### END SOLUTION

# %%
check("stability_taps", border)

# %% [markdown]
# **4.** A tanh unit without bias has $w = 1.5$. It is held at its positive fixed point when
# something moves it by 0.001. About how far off is it five steps later? (Two digits.)

# %%
distance = None
### BEGIN SOLUTION
distance = 0.001 * points(1.5, 0.0)[1][-1] ** 5
### END SOLUTION

# %%
check("stability_recovery", distance)

# %% [markdown]
# **5.** Section 7 took $P = \operatorname{diag}(1, 40)$ for the matrix with the 4. Above which p
# does $\operatorname{diag}(1, p)$ prove it stable? (Two decimals.)

# %%
smallest_p = None
### BEGIN SOLUTION
smallest_p = (16 + 2 * 2 / 0.75) / 0.75
### END SOLUTION

# %%
check("stability_proof", smallest_p)

# %% [markdown]
# ## What you can now do
#
# You can tell from a matrix how long a recurrence remembers, and with what period, and prove that
# it is stable. And you have seen the dilemma: a linear unit that keeps things for ever sits exactly
# on the border; one that saturates keeps a sign and nothing else. Next: what the same products do
# to gradients, in [04 Vanishing and exploding
# gradients](../04_vanishing_gradients/04_vanishing_gradients.ipynb).
#
# | | |
# |:--|:--|
# | recurrence | $h^{(t)} = Wh^{(t-1)} + Cx^{(t)} = W^t h^{(0)} + \sum_{k=1}^t W^{t-k} Cx^{(k)}$ |
# | modes | $h^{(t)} = \sum_k a_k \lambda_k^t u_k$ |
# | in the long run | a step multiplies $\|h\|$ by $\rho = \max \lvert\lambda_k\rvert$, on average |
# | period | $2\pi / \lvert\arg \lambda\rvert$ |
# | fixed point, slope | $h = f(wh + b)$, $\; s = w f'(wh + b)$; attracts if $\lvert s\rvert < 1$ |
# | K taps | $z^K = w_1 z^{K-1} + \dots + w_K$: poles, the eigenvalues of the companion matrix |
# | Lyapunov function | $V(h) = h^\top P h$, $\; W^\top P W - P = -Q$ |
#
# The same in PyTorch, to read:
#
# ```python
# values = torch.linalg.eigvals(net.weight_hh_l0)  # net = nn.RNN(D, H, bias=False)
# radius = values.abs().max()
# period = 2 * torch.pi / values[values.abs().argmax()].angle().abs()
# net.weight_hh_l0.data *= 0.9 / radius
# h, _ = net(torch.zeros(T, N, D), h0[None])  # never fed; far from zero its tanh shows
# ```
#
# **Sources.** CMU 11-785, lecture on the stability of recurrent networks: linear and non-linear
# recursions, their figures, taps, Routh, Lyapunov. I. Goodfellow, Y. Bengio and A. Courville, *Deep
# Learning*, MIT Press 2016, sections 8.2.5 and 10.7: powers of a matrix. E. J. Routh, *A Treatise
# on the Stability of a Given State of Motion*, 1877. A. M. Lyapunov, *The General Problem of the
# Stability of Motion*, 1892. E. I. Jury, *Theory and Application of the z-Transform Method* (1964),
# on Schur and Cohn's test. L. N. Trefethen and M. Embree, *Spectra and Pseudospectra* (2005):
# matrices whose powers grow before they fade.
