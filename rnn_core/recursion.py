"""Linear recurrences (difference equations) and their modes: what a state does by itself.

    h(t) = W h(t−1) + C x(t)                               linear
    h(t) = W^{t+1} h(−1) + Σ_{s≤t} W^{t−s} C x(s)          its closed form
    W = U Λ U⁻¹   ⇒   W^t v = Σ_k u_k λ_k^t a_k,  a = U⁻¹ v      one mode for each eigenvalue

λ = |λ| e^{iω} makes a mode grow or shrink by |λ| a step and turn once in 2π/ω steps.

    h(t) = A_1 h(t−1) + … + A_K h(t−K) + x(t)              several taps

is a recurrence with one tap for the last K states on top of each other; its matrix is the companion
matrix

    ⎡A_1 A_2 … A_K⎤
    ⎢ I   0  …  0 ⎥       and its eigenvalues are the poles: for numbers a_k, the roots of
    ⎣ 0  …  I   0 ⎦       z^K = a_1 z^{K−1} + … + a_K.

Vectors are columns here, as in the sources; for the networks' row vectors Wh = Wᵀ, and the
eigenvalues are the same.

Sources: CMU 11-785, lecture on the stability of recurrent networks; Goodfellow, Bengio &
Courville, Deep Learning (2016), section 10.7; Lütkepohl, New introduction to multiple time series
analysis (2005), section 2.1, for the companion matrix.
"""

import numpy as np

from rnn_core import _validate

DEFECTIVE = 1e7  # rounding gives eigenvectors that coincide a condition of about 1 / √eps


def linear_response(x, h, W, C):
    """x (T, D), h(−1) (H,), W (H, H), C (H, D)  ->  h (T, H), step by step.

    h[t] is the state after reading x[t]. ValueError: bad arguments.
    """
    _validate.floats(W=(W, "HH"), C=(C, "HD"), x=(x, "TD"), h=(h, "H"))
    states = np.empty((len(x), len(h)), np.result_type(x, h, W, C))
    for t, x_t in enumerate(x):
        h = W @ h + C @ x_t
        states[t] = h
    _validate.no_nan(states, x=x, h=h, W=W, C=C)
    return states


def closed_form(x, h, W, C):
    """Like `linear_response`, mode by mode and without a loop over the states.

    ValueError: bad arguments; W has fewer than H independent eigenvectors.
    """
    _validate.floats(W=(W, "HH"), C=(C, "HD"), x=(x, "TD"), h=(h, "H"))
    _validate.finite(x=x, C=C)
    λ, U, start = modes(h, W)
    inputs = np.linalg.solve(U, C @ x.T)  # (H, T)
    powers = λ[:, None] ** np.arange(len(x) + 1)  # (H, T + 1)
    parts = powers[:, 1:] * start[:, None]
    for k, power in enumerate(powers):
        parts[k] += np.convolve(power, inputs[k])[: len(x)]  # Σ_{s≤t} λ^{t−s} a(s)
    return (U @ parts).T.real.astype(np.result_type(x, h, W, C))


def impulse_response(v, W, T):
    """v (H,) = C x(0), W (H, H)  ->  h (T, H), h[t] = W^t v. ValueError: bad arguments."""
    _validate.floats(W=(W, "HH"), v=(v, "H"))
    _validate.positive(T=T)
    return iterate(lambda h: W @ h, v, T - 1)


def iterate(f, h, steps):
    """f: state -> state, h (any shape)  ->  (steps + 1, any shape): h, f(h), f(f(h)), …

    For non-linear recurrences: iterate(lambda h: np.tanh(w * h + b), starts, 30).
    """
    _validate.at_least(0, steps=steps)
    states = [np.asarray(h)]
    for _ in range(steps):
        states.append(f(states[-1].copy()))  # f may work in place
    return np.stack(states)


def eigen(W):
    """W (H, H)  ->  eigenvalues (H,), the largest |λ| first; eigenvectors (H, H), in columns.

    Both complex. ValueError: bad arguments.
    """
    _validate.floats(W=(W, "HH"))
    _validate.finite(W=W)
    λ, U = np.linalg.eig(W.astype(np.float64))
    order = np.argsort(-np.abs(λ), kind="stable")
    return λ[order].astype(complex), U[:, order].astype(complex)


def spectral_radius(W):
    """W (H, H)  ->  max |λ|. ValueError: bad arguments."""
    return float(np.abs(eigen(W)[0][0]))


def modes(v, W):
    """v (H,), W (H, H)  ->  λ (H,), U (H, H), a (H,): `eigen`, and v = Σ_k u_k a_k.

    ValueError: bad arguments; W has fewer than H independent eigenvectors.
    """
    H = _validate.floats(W=(W, "HH"), v=(v, "H"))["H"]
    _validate.finite(v=v)
    λ, U = eigen(W)
    if np.linalg.cond(U) > DEFECTIVE:
        raise ValueError(
            f"W has shape {W.shape} and eigenvectors that are not independent; "
            f"it needs H={H} that are"
        )
    return λ, U, np.linalg.solve(U, v)


def without_leading(v, W):
    """v (H,), W (H, H)  ->  v (H,) less its part in the modes with the largest |λ|.

    A complex λ leads together with its conjugate. ValueError: as for `modes`.
    """
    λ, U, a = modes(v, W)
    leading = np.isclose(np.abs(λ), np.abs(λ[0]), rtol=1e-9)
    return (v - (U[:, leading] @ a[leading]).real).astype(v.dtype)


def oscillation_period(eigenvalue):
    """λ  ->  2π / |arg λ| steps: 2 for a negative number, infinite for a positive one.

    Where eigenvectors coincide, rounding may make of a positive λ a pair that turns very slowly.
    """
    angle = abs(np.angle(eigenvalue))
    return float(2 * np.pi / angle) if angle else np.inf


def matrix_with_eigenvalues(rng, eigenvalues, symmetric=False):
    """Real W (H, H) with these eigenvalues, complex ones in conjugate pairs, in a random basis.

    The basis is orthonormal for a symmetric W, whose eigenvalues are real. ValueError: a complex
    eigenvalue without its conjugate, or asked of a symmetric matrix.
    """
    λ = np.asarray(eigenvalues, complex)
    if λ.ndim != 1 or len(λ) == 0:
        raise ValueError(f"eigenvalues has shape {λ.shape}; it needs shape (H,), H at least 1")
    _validate.finite(eigenvalues=λ)
    above, below = λ[λ.imag > 0], λ[λ.imag < 0]
    if symmetric and (len(above) or len(below)):
        raise ValueError("eigenvalues has complex numbers; a symmetric matrix has real ones only")
    if len(above) != len(below) or not np.allclose(np.poly(λ).imag, 0):
        raise ValueError("eigenvalues has complex numbers without their conjugate; it needs both")
    H = len(λ)
    blocks = np.zeros((H, H))
    for k, pair in enumerate(above):  # a ± ib are the eigenvalues of [[a, −b], [b, a]]
        blocks[2 * k : 2 * k + 2, 2 * k : 2 * k + 2] = [
            [pair.real, -pair.imag],
            [pair.imag, pair.real],
        ]
    k = 2 * len(above)
    blocks[range(k, H), range(k, H)] = λ.real[λ.imag == 0]
    basis, _ = np.linalg.qr(rng.normal(size=(H, H)))
    if symmetric:
        W = basis @ blocks @ basis.T
        return (W + W.T) / 2  # but for rounding it is symmetric already
    # stretched, so that its angles are other than 90°
    basis = np.linalg.qr(rng.normal(size=(H, H)))[0] * rng.uniform(0.5, 2, H) @ basis
    return basis @ blocks @ np.linalg.inv(basis)


def taps(lags, weights):
    """Lags in rising order, their numbers or matrices (H, H)  ->  A (K,) or (K, H, H), K the last.

    A[k − 1] is the weight of h(t − k), zero for lags that are not given. ValueError: bad arguments.
    """
    _validate.lags(lags)
    shapes = {np.shape(weight) for weight in weights}
    if len(weights) != len(lags) or len(shapes) > 1:
        raise ValueError(
            f"weights has length {len(weights)} and shapes {shapes}; "
            f"it needs one for each of {len(lags)} lags, all of one shape"
        )
    weights = 1.0 * np.asarray(weights)
    A = np.zeros((lags[-1], *weights.shape[1:]), weights.dtype)
    A[np.asarray(lags) - 1] = weights
    return A


def multi_tap_response(x, A):
    """x (T,), A (K,) or x (T, H), A (K, H, H)  ->  h, shaped like x, from a past of zeros.

    h(t) = A_1 h(t−1) + … + A_K h(t−K) + x(t).  ValueError: bad arguments.
    """
    axes = "" if np.ndim(A) == 1 else "H"
    _validate.floats(A=(A, f"K{axes}{axes}"), x=(x, f"T{axes}"))
    h = x.astype(np.result_type(x, A))
    for t in range(len(h)):
        for k in range(1, min(t, len(A)) + 1):
            h[t] += np.dot(A[k - 1], h[t - k])
    _validate.no_nan(h, x=x, A=A)
    return h


def companion_matrix(A):
    """A (K,)  ->  (K, K);  A (K, H, H)  ->  (K·H, K·H). ValueError: bad arguments."""
    if np.ndim(A) == 1:
        _validate.floats(A=(A, "K"))
        A = A[:, None, None]
    _validate.floats(A=(A, "KHH"))
    K, H, _ = A.shape
    matrix = np.eye(K * H, k=-H, dtype=A.dtype)  # each state moves one place down
    matrix[:H] = np.hstack(list(A))
    return matrix


def poles(A):
    """A (K,) or (K, H, H)  ->  the companion matrix's eigenvalues, the largest |λ| first.

    ValueError: bad arguments.
    """
    companion = companion_matrix(A)
    _validate.finite(A=A)
    return eigen(companion)[0]
