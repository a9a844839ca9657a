"""Echo state networks: a fixed random reservoir, and a linear read-out that alone is learnt.

    h' = α ⊙ h + (1 − α) ⊙ tanh(x Wx + h Wh + b)         the reservoir, a `leaky` network
    y  = h W + c                                         the read-out

Wh is drawn at random and scaled to a spectral radius, a rule of thumb for how long echoes last.
Without input and bias they fade near h = 0 where the radius of α I + (1 − α) Wh is below 1, though
they may grow first, and need not fade where it is above 1. With input, states may become
independent of where they began above 1 as well; they always do where the largest singular value
of Wh is below 1 (Jaeger 2001, proposition 3).

The read-out has a closed form, with a penalty λ on the size of W (ridge regression):

    W = (H̃ᵀ H̃ + λ I)⁻¹ H̃ᵀ Ỹ        H̃, Ỹ: states and targets less their means;  c = ȳ − h̄ W

Sources: Jaeger, The "echo state" approach (2001); Jaeger & Haas (2004); Lukoševičius, A practical
guide to applying echo state networks (2012), whose leaking rate is what changes, 1 − α here;
Goodfellow, Bengio & Courville, Deep Learning (2016), section 10.8.
"""

import numpy as np

from rnn_core import _validate, leaky, linear
from rnn_core.leaky import Params
from rnn_core.recursion import spectral_radius


def rescale_spectral_radius(W, radius):
    """W (H, H)  ->  W · radius / ρ(W). ValueError: bad arguments; all eigenvalues found are 0.

    Where eigenvectors coincide, ρ(W) is known to few digits; where all eigenvalues should be 0,
    rounding may find others and make W very large.
    """
    _validate.floats(W=(W, "HH"))
    _at_least_0(radius=radius)
    present = spectral_radius(W)
    if present <= 1e-12 * np.abs(W).max():
        raise ValueError(
            f"W has shape {W.shape} and spectral radius 0; it needs another eigenvalue"
        )
    return W * W.dtype.type(radius / present)


def reservoir(rng, D, H, radius=0.9, input_scale=1.0, connections=10, dtype=np.float64):
    """A random reservoir  ->  Params: Wx, b ~ U(−input_scale, input_scale), Wh of that radius.

    Each unit reads about `connections` others, all of them where H is not larger.
    """
    _validate.positive(D=D, H=H, connections=connections)
    _at_least_0(input_scale=input_scale)
    share = connections / H
    Wh = rng.normal(size=(H, H)) * (rng.random((H, H)) < share)
    while spectral_radius(Wh) <= 1e-6:  # so sparse that no unit reaches itself again
        Wh = rng.normal(size=(H, H)) * (rng.random((H, H)) < share)
    return Params(
        Wx=rng.uniform(-input_scale, input_scale, (D, H)).astype(dtype),
        Wh=rescale_spectral_radius(Wh, radius).astype(dtype),
        b=rng.uniform(-input_scale, input_scale, H).astype(dtype),
    )


def states(x, h0, params, alpha=0.0):
    """x (T, N, D), h0 (N, H), α a number or (H,)  ->  h (T, N, H). ValueError: bad arguments."""
    return leaky.forward(x, h0, params, alpha)[0]


def ridge_readout(h, y, penalty):
    """States h (..., H), targets y (..., V), λ ≥ 0  ->  linear.Params W (H, V), b (V,).

    The least Σ (h W + b − y)² + λ Σ W²; b is not penalised. ValueError: bad arguments.
    """
    _validate.floats(h=(h, "...H"), y=(y, "...V"))
    _at_least_0(penalty=penalty)
    _validate.finite(h=h, y=y)
    dtype = np.result_type(h, y)
    h, y = (linear.rows(a).astype(np.float64) for a in (h, y))
    h_mean, y_mean = h.mean(axis=0), y.mean(axis=0)
    # rows √λ I with targets 0 are the penalty; this keeps more digits than H̃ᵀ H̃
    H = h.shape[1]
    inputs = np.vstack([h - h_mean, np.sqrt(penalty) * np.eye(H)])
    targets = np.vstack([y - y_mean, np.zeros((H, y.shape[1]))])
    W, *_ = np.linalg.lstsq(inputs, targets, rcond=None)
    return linear.Params(W.astype(dtype), (y_mean - h_mean @ W).astype(dtype))


def _at_least_0(**numbers):
    for name, number in numbers.items():
        if not 0 <= number < np.inf:
            raise ValueError(f"{name} is {number}; it needs a number of at least 0")
