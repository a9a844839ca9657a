"""Does a recursion settle?

Linear, h(t) = W h(t−1): it does when all eigenvalues of W lie inside the unit circle. Two tests
that need no eigenvalue:

    Lyapunov:  Wᵀ P W − P = −Q  with Q positive definite has a positive definite solution P.
               Then V(h) = hᵀ P h falls at every step, by hᵀ Q h.
    Routh:     counts the roots of a polynomial in the right half of the plane by the sign changes
               in the first column of a table. It speaks of s, of continuous time; the bilinear map
               z = (1 + s) / (1 − s) takes the left half of the plane of s onto the inside of the
               unit circle of z, and a recursion's polynomial in z onto one in s.

Non-linear, h(t) = f(w h(t−1) + b): a fixed point h = f(w h + b) attracts where the slope
w f'(w h + b) is between −1 and 1.

Sources: CMU 11-785, lecture on the stability of recurrent networks; Jury, Theory and application
of the z-transform method (1964), for the bilinear map and Routh's table.
"""

import numpy as np

from rnn_core import _validate
from rnn_core.activations import TANH
from rnn_core.recursion import spectral_radius

TINY = 1e-12  # relative to the largest coefficient: zero but for rounding


def lyapunov_matrix(W, Q=None):
    """W (H, H), Q (H, H), the identity unless given  ->  P (H, H) with Wᵀ P W − P = −Q.

    ValueError: bad arguments; W has an eigenvalue outside the unit circle or on it.
    """
    H = _validate.floats(W=(W, "HH"))["H"]
    Q = np.eye(H, dtype=W.dtype) if Q is None else Q
    _validate.floats({"H": H}, Q=(Q, "HH"))
    _validate.no_nan(Q, Q=Q)
    radius = spectral_radius(W)
    if radius >= 1:
        raise ValueError(f"W has shape {W.shape} and spectral radius {radius:.6g}; it needs < 1")

    # P = Σ_k (Wᵀ)^k Q W^k, the number of terms doubled each time
    P, power = Q.astype(np.result_type(W, Q)), W
    while True:
        more = power.T @ P @ power
        if np.abs(more).max() <= np.finfo(P.dtype).eps * np.abs(P).max():
            return P
        P, power = P + more, power @ power


def lyapunov_function(h, P):
    """h (..., H), P (H, H)  ->  V (...), hᵀ P h for each h. ValueError: bad arguments."""
    _validate.floats(P=(P, "HH"), h=(h, "...H"))
    return ((h @ P) * h).sum(axis=-1)


def characteristic_polynomial(A):
    """Weights A (K,) of h(t−1), …, h(t−K)  ->  (K + 1,), the highest power first.

    z^K − a_1 z^{K−1} − … − a_K. ValueError: bad arguments.
    """
    _validate.floats(A=(A, "K"))
    return np.concatenate([np.ones(1, A.dtype), -A])


def bilinear(polynomial):
    """p(z) (K + 1,)  ->  (1 − s)^K p((1 + s) / (1 − s)) (K + 1,); both the highest power first."""
    K = _validate.floats(polynomial=(polynomial, "K"))["K"] - 1
    image = np.zeros(K + 1)
    for power, coefficient in zip(range(K, -1, -1), polynomial, strict=True):
        term = np.ones(1)
        for factor in [[1.0, 1.0]] * power + [[-1.0, 1.0]] * (K - power):
            term = np.convolve(term, factor)
        image += coefficient * term
    return image


def routh_table(polynomial):
    """a_n s^n + … + a_0 (n + 1,)  ->  table (n + 1, n // 2 + 1). ValueError: bad arguments.

    A row of zeros (roots that lie symmetric about 0) is replaced by the derivative of the row
    above, read as a polynomial; a zero that begins another row by a very small positive number.
    """
    return _routh(polynomial)[0]


def roots_on_the_right(polynomial):
    """a_n s^n + … + a_0 (n + 1,)  ->  how many roots have Re s > 0: sign changes of the column."""
    return int((np.diff(np.sign(routh_table(polynomial)[:, 0])) != 0).sum())


def is_stable(A):
    """Weights A (K,) of h(t−1), …, h(t−K)  ->  whether every pole lies inside the unit circle.

    By Routh's criterion after the bilinear map: no sign change, and no zero that had to be
    replaced. ValueError: bad arguments.
    """
    image = bilinear(characteristic_polynomial(A))
    if abs(image[0]) <= TINY * np.abs(image).max():  # a pole at z = −1
        return False
    table, replaced = _routh(image)
    return not replaced and bool((table[:, 0] / image[0] > 0).all())


def fixed_points(w, b, activation=TANH, low=-10.0, high=10.0):
    """Numbers w, b  ->  all h in [low, high] with h = f(w h + b), in order.

    Looked for on a fine grid, then halved down to machine precision; points that touch without
    crossing (where the slope is exactly 1) may be missed. ValueError: low is not below high, or a
    whole stretch of points is fixed.
    """
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


def _routh(polynomial):
    """->  table, whether a zero had to be replaced."""
    n = _validate.floats(polynomial=(polynomial, "K"))["K"] - 1
    _validate.no_nan(polynomial, polynomial=polynomial)
    tiny = TINY * np.abs(polynomial).max()
    if abs(polynomial[0]) <= tiny:
        raise ValueError(f"polynomial has shape ({n + 1},) and begins with 0; it needs its degree")
    table = np.zeros((n + 1, n // 2 + 1))
    table[0, : (n + 2) // 2] = polynomial[::2]
    table[1:2, : (n + 1) // 2] = polynomial[1::2]
    replaced = False
    for k in range(1, n + 1):
        row = table[k]
        if k > 1:
            above, upper = table[k - 1], table[k - 2]
            row[:-1] = upper[1:] - upper[0] / above[0] * above[1:]
        if np.abs(row).max() <= tiny:
            powers = n - (k - 1) - 2 * np.arange(len(row))
            row[:] = table[k - 1] * np.maximum(powers, 0)
            replaced = True
        if abs(row[0]) <= tiny:
            row[0] = tiny
            replaced = True
    return table, replaced
