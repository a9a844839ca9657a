"""three_step_gradient: the gradient of one loss after three steps, each weight a single number.

h_t = tanh(Wx x_t + Wh h_{t−1}),  t = 1, 2, 3        o_3 = Wy h_3        L_3 = ½ (o_3 − y)²
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l02_bptt._three_step_gradient_mistakes import MISTAKES, states
from rnn_core import rnn
from rnn_core.gradient_check import numerical_gradient


def loss(x, h0, y, Wx, Wh, Wy):
    return 0.5 * (Wy * states(x, h0, Wx, Wh)[3] - y) ** 2


def reference(x, h0, y, Wx, Wh, Wy):
    """The same network as a hidden-recurrent RNN with T = 3 and one of everything."""
    params = rnn.Params(np.full((1, 1), Wx), np.full((1, 1), Wh), np.zeros(1))
    h, cache = rnn.forward(x.reshape(3, 1, 1), np.full((1, 1), h0), params)
    error = Wy * h[2, 0, 0] - y
    dh = np.array([0.0, 0.0, error * Wy]).reshape(3, 1, 1)
    _, _, grads = rnn.backward(dh, cache, params)
    return grads.Wx[0, 0], grads.Wh[0, 0], error * h[2, 0, 0]


def cases(rng):
    def draw():
        x = rng.choice([-1, 1], size=3) * rng.uniform(0.3, 1.2, size=3)
        signs = rng.choice([-1, 1], size=5)
        h0, y, Wx, Wh, Wy = (signs * rng.uniform([0.2, 0.5, 0.4, 0.5, 0.5], 1.3)).tolist()
        return x, h0, y, Wx, Wh, Wy

    checked = draw()
    numeric = tuple(numerical_gradient(lambda w: loss(*checked[:3], *w), np.array(checked[3:])))
    x, h0, y, Wx, Wh, Wy = draw()
    return [
        Case("values", "three steps", draw()),
        Case("values", "three other steps", draw()),
        Case("gradient", "against central differences", checked, expected=numeric),
        Case("edge cases", "starting from h_0 = 0", (x, 0.0, y, Wx, Wh, Wy)),
        Case("edge cases", "no input at the first step", (x * [0, 1, 1], h0, y, Wx, Wh, Wy)),
        Case("edge cases", "no recurrence, Wh = 0", (x, h0, y, Wx, 0.0, Wy)),
    ]


def three_paths(x, h0, y, Wx, Wh, Wy):
    h1 = np.tanh(Wx * x[0] + Wh * h0)
    h2 = np.tanh(Wx * x[1] + Wh * h1)
    h3 = np.tanh(Wx * x[2] + Wh * h2)
    e = Wy * h3 - y
    g3 = e * Wy * (1 - h3**2)
    g2 = g3 * Wh * (1 - h2**2)
    g1 = g2 * Wh * (1 - h1**2)
    return g3 * x[2] + g2 * x[1] + g1 * x[0], g3 * h2 + g2 * h1 + g1 * h0, e * h3


def forward_in_time(x, h0, y, Wx, Wh, Wy):
    """Carries ∂h/∂Wx and ∂h/∂Wh along with the state, from the first step to the last."""
    h, dh_dWx, dh_dWh = h0, 0.0, 0.0
    for x_t in x:
        h_next = np.tanh(Wx * x_t + Wh * h)
        slope = 1 - h_next**2
        dh_dWx = slope * (x_t + Wh * dh_dWx)
        dh_dWh = slope * (h + Wh * dh_dWh)
        h = h_next
    error = Wy * h - y
    return error * Wy * dh_dWx, error * Wy * dh_dWh, error * h


def one_running_product(x, h0, y, Wx, Wh, Wy):
    h = np.array(states(x, h0, Wx, Wh))
    error = Wy * h[3] - y
    factors = (1 - h[:0:-1] ** 2) * np.array([error * Wy, Wh, Wh])
    along_path = np.cumprod(factors)
    return np.array(along_path @ x[::-1]), np.array(along_path @ h[2::-1]), error * h[3]


def listed(*args):
    return list(three_paths(*args))


EXERCISE = Exercise(
    points={"values": 4, "gradient": 2, "edge cases": 1},
    returns={"dWx": (), "dWh": (), "dWy": ()},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(three_paths, forward_in_time, one_running_product, listed),
)
