"""Does a recurrence settle?

Linear, h(t) = W h(t−1): it does when all eigenvalues of W lie inside the unit circle. Three tests
that need no eigenvalue:

    Lyapunov:      Wᵀ P W − P = −Q  with Q positive definite has a positive definite solution P.
                   Then V(h) = hᵀ P h falls at every step, by hᵀ Q h.
    Schur, Cohn:   p(z) = p_0 z^K + … + p_K has all its roots inside the circle exactly where
                   |p_K| < |p_0| and the same holds for the polynomial of one degree less,
                   (p_0 p(z) − p_K z^K p(1/z)) / z.
    Routh:         counts the roots of a polynomial in the right half of the plane by the sign
                   changes in the first column of a table. It speaks of continuous time; the
                   bilinear map z = (1 + q) / (1 − q) takes the left half of the plane of q onto
                   the inside of the unit circle of z, and a polynomial in z onto one in q.

Non-linear, h(t) = f(w h(t−1) + b): a fixed point h = f(w h + b) attracts where the slope
w f'(w h + b) is between −1 and 1, and repels where it is beyond; −1 and 1 decide nothing.

Sources: CMU 11-785, lecture on the stability of recurrent networks; Stein (1952) and Kalman &
Bertram (1960) for Lyapunov's equation in steps of time; Schur (1917), Cohn (1922); Routh (1877);
Jury, Theory and application of the z-transform method (1964), for all but Lyapunov's; Strogatz,
Nonlinear dynamics and chaos (1994), section 10.1, for fixed points.
"""

import numpy as np

from rnn_core import _validate
from rnn_core.activations import TANH
from rnn_core.recursion import spectral_radius

ON_THE_CIRCLE = 1e-12  # eigenvalues of size 1 are computed with such errors
TINY = 1e-12  # relative to the largest coefficient: zero but for rounding


def lyapunov_matrix(W, Q=None):
    """W (H, H), Q (H, H), the identity unless given  ->  P (H, H) with Wᵀ P W − P = −Q.

    P is symmetric, or positive definite as well, where Q is. ValueError: bad arguments; W has an
    eigenvalue outside the unit circle or on it, or powers too large for its dtype.
    """
    H = _validate.floats(W=(W, "HH"))["H"]
    Q = np.eye(H, dtype=W.dtype) if Q is None else Q
    _validate.floats({"H": H}, Q=(Q, "HH"))
    _validate.finite(Q=Q)
    radius = spectral_radius(W)
    if radius >= 1 - ON_THE_CIRCLE:
        raise ValueError(f"W has shape {W.shape} and spectral radius {radius:.6g}; it needs < 1")

    # P = Σ_k (Wᵀ)^k Q W^k, the number of terms doubled each time
    P, power = Q.astype(np.result_type(W, Q)), W
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(60):
            more = power.T @ P @ power
            if np.abs(more).max() <= np.finfo(P.dtype).eps * np.abs(P).max():
                return P
            P, power = P + more, power @ power
    raise ValueError(f"W has shape {W.shape} and powers beyond {P.dtype}; it needs smaller ones")


def is_stable(A):
    """Weights A (K,) of h(t−1), …, h(t−K)  ->  whether every pole lies inside the unit circle.

    By Schur and Cohn's criterion. ValueError: bad arguments.
    """
    _validate.floats(A=(A, "K"))
    _validate.finite(A=A)
    p = np.concatenate([[1.0], -A])  # z^K − a_1 z^{K−1} − … − a_K
    while len(p) > 1:
        k = p[-1]
        if not abs(k) < 1:
            return False
        p = (p - k * p[::-1])[:-1] / (1 - k * k)  # begins with 1 again
    return True


def bilinear(polynomial):
    """p(z) (K + 1,)  ->  (1 − q)^K p((1 + q) / (1 − q)) (K + 1,); both the highest power first.

    ValueError: bad arguments.
    """
    _validate.floats(polynomial=(polynomial, "K"))
    image, factors = polynomial[:1], np.ones(1)
    for coefficient in polynomial[1:]:
        factors = np.convolve(factors, [-1.0, 1.0])  # (1 − q)^k
        image = np.convolve(image, [1.0, 1.0]) + coefficient * factors
    return image.astype(polynomial.dtype)


def roots_on_the_right(polynomial):
    """a_n s^n + … + a_0 (n + 1,)  ->  how many roots have Re s > 0. ValueError: bad arguments.

    The sign changes in the first column of Routh's table. A row of zeros (roots that lie symmetric
    about 0) is replaced by the derivative of the row above, read as a polynomial; a zero that
    begins another row by a very small positive number.
    """
    _validate.floats(polynomial=(polynomial, "K"))
    _validate.finite(polynomial=polynomial)
    if polynomial[0] == 0:
        raise ValueError(
            f"polynomial has shape {polynomial.shape} and begins with 0; it needs its degree"
        )
    p = np.trim_zeros(polynomial.astype(np.float64), "b")  # roots at 0 are not on the right
    n = len(p) - 1
    if n:  # ρ s for s makes coefficients alike; ρ a power of 2, so that none is rounded
        p = p * 2.0 ** (-np.arange(n + 1) * np.round(np.log2(abs(p[-1] / p[0])) / n))
    tiny = TINY * np.abs(p).max()

    above, row = np.zeros((2, n // 2 + 1))
    above[:], row[: (n + 1) // 2] = p[::2], p[1::2]
    changes = 0
    for degree in range(n, 0, -1):  # of the row above; its other powers are lower by 2, 4, …
        if np.abs(row).max() <= tiny:
            row = above * (degree - 2 * np.arange(len(above)))
        if abs(row[0]) <= tiny:
            row[0] = tiny
        changes += int(np.sign(row[0]) != np.sign(above[0]))
        above, row = row, np.append(above[1:] - above[0] / row[0] * row[1:], 0.0)
    return changes


def fixed_points(w, b, activation=TANH, low=-10.0, high=10.0):
    """Numbers w, b  ->  all h in [low, high] with h = f(w h + b), in order; float64.

    Looked for on a grid of 100 000 steps, then halved down to machine precision. Two points within
    one step, or one where the curves touch without crossing (slope 1), may be missed. ValueError: w
    or b is not finite; low is not below high; a whole stretch of points is fixed.
    """
    if not np.isfinite([w, b]).all():
        raise ValueError(f"w is {w} and b is {b}; both need to be finite")
    if not low < high:
        raise ValueError(f"low is {low} and high is {high}; low needs to be below high")

    def above(h):
        return activation.apply(w * h + b) - h

    grid = np.linspace(low, high, 100_001)
    signs = np.sign(above(grid))
    if ((signs[1:] == 0) & (signs[:-1] == 0)).any():
        raise ValueError(f"with w = {w} and b = {b} every h of an interval is a fixed point")
    found = list(grid[signs == 0])
    for left in np.flatnonzero(signs[1:] * signs[:-1] < 0):
        below, beyond = grid[left], grid[left + 1]
        for _ in range(60):
            middle = (below + beyond) / 2
            if np.sign(above(middle)) == signs[left]:
                below = middle
            else:
                beyond = middle
        found.append((below + beyond) / 2)
    return np.sort(np.array(found))


def slope_at(h, w, b, activation=TANH):
    """Fixed points h (K,) of f(w h + b)  ->  w f'(w h + b) (K,): they attract between −1 and 1."""
    return w * activation.slope(activation.apply(w * np.asarray(h, float) + b))
