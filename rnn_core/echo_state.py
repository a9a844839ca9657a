"""Echo state networks: a fixed random reservoir, and a linear read-out that alone is learnt.

    h' = α ⊙ h + (1 − α) ⊙ tanh(x Wx + h Wh + b)         the reservoir, a `leaky` network
    y  = h W + c                                         the read-out

Wh is drawn at random and scaled to a spectral radius, so that its echoes last without growing.
The read-out has a closed form, with a penalty λ on the size of W (ridge regression):

    W = (H̃ᵀ H̃ + λ I)⁻¹ H̃ᵀ Ỹ        H̃, Ỹ: states and targets less their means;  c = ȳ − h̄ W

Sources: Jaeger, The "echo state" approach (2001); Jaeger & Haas (2004); Goodfellow, Bengio &
Courville, Deep Learning (2016), section 10.8. The leak α here is what stays: Jaeger's a is 1 − α.
"""

import numpy as np

from rnn_core import _validate, leaky, linear
from rnn_core.leaky import Params
from rnn_core.recursion import spectral_radius


def rescale_spectral_radius(W, radius):
    """W (H, H)  ->  W · radius / ρ(W). ValueError: bad arguments; all eigenvalues of W are 0."""
    _validate.floats(W=(W, "HH"))
    if not radius >= 0:
        raise ValueError(f"radius is {radius}; it needs a number of at least 0")
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
    share = min(1.0, connections / H)
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
    if not penalty >= 0:
        raise ValueError(f"penalty is {penalty}; it needs a number of at least 0")
    _validate.no_nan(h, h=h)
    _validate.no_nan(y, y=y)
    dtype = np.result_type(h, y)
    h, y = (linear.rows(a).astype(np.float64) for a in (h, y))
    h_mean, y_mean = h.mean(axis=0), y.mean(axis=0)
    # rows √λ I with targets 0 are the penalty; this keeps more digits than H̃ᵀ H̃
    H = h.shape[1]
    rows = np.vstack([h - h_mean, np.sqrt(penalty) * np.eye(H)])
    targets = np.vstack([y - y_mean, np.zeros((H, y.shape[1]))])
    W, *_ = np.linalg.lstsq(rows, targets, rcond=None)
    return linear.Params(W.astype(dtype), (y_mean - h_mean @ W).astype(dtype))


def run_free(x, h, params, readout, steps, alpha=0.0):
    """x (N, D), h (N, H)  ->  y (steps, N, D): each output is the next input. D = V.

    h is the state before x is read. ValueError: bad arguments.
    """
    _validate.positive(steps=steps)
    outputs = []
    for _ in range(steps):
        h, _ = leaky.step(x, h, params, alpha)
        x, _ = linear.forward(h, readout)
        outputs.append(x)
    return np.stack(outputs)
