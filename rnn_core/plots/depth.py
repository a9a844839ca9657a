"""The CMU lecture's picture of gradients in a deep network, activation beside activation."""

import numpy as np
from matplotlib import rc_context
from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

from rnn_core import activations, deep_net, losses
from rnn_core.data import digits

from .generic import number
from .picture import Picture
from .style import BLUE, SKY, STYLE, VERMILION

LAYERS, WIDTH = 19, 128
ACTIVATIONS = {
    "ELU": activations.ELU,
    "ReLU": activations.RELU,
    "sigmoid": activations.SIGMOID,
    "tanh": activations.TANH,
}
INSTANCES = 12  # drawn one by one


@rc_context(STYLE)
def layer_gradients(batch, single, *, title):
    """batch: {activation: for each layer (H,)}; single: {activation: for each layer (N, H)}.

    Above: the gradient of a whole batch, a dot for each neuron and a line for their mean. Below:
    one line for each of some instances, the mean over neurons. Sizes of 0 are left out.
    """
    picture = Picture(figsize=(9, 5.4), layout="constrained")
    picture.suptitle(title, x=0.01, ha="left", size=13, weight="bold")
    axes = picture.subplots(2, len(batch), sharex=True, sharey=True, squeeze=False)
    told = []
    for (above, below), (name, neurons) in zip(axes.T, batch.items(), strict=True):
        layers = np.arange(1, len(neurons) + 1)
        above.set_title(name, size=11)
        dots = np.repeat(layers, [len(layer) for layer in neurons]), np.concatenate(neurons)
        above.plot(*dots, ".", color=SKY, markersize=1.6, alpha=0.6, rasterized=True)
        means = np.array([layer.mean() for layer in neurons])
        above.plot(layers, means, color=BLUE, marker="o", markersize=3, linewidth=1.8)
        of_instance = np.array([layer.mean(axis=1) for layer in single[name]]).T
        for line in of_instance:
            below.plot(layers, np.where(line > 0, line, np.nan), color=VERMILION, linewidth=0.9)
        told.append(
            f"{name}: batch {number(means[-1])} at the last layer, "
            f"{number(means[0])} at the first; "
            f"single instances at the first from {number(of_instance[:, 0].min())} "
            f"to {number(of_instance[:, 0].max())}."
        )
    for place in axes.flat:
        place.set_yscale("log")
        place.yaxis.set_major_locator(LogLocator(100, numticks=20))
        place.yaxis.set_minor_locator(NullLocator())
        place.xaxis.set_major_locator(FixedLocator([1, 7, 13, len(layers)]))
    for row, words in zip(axes, ("batch", "single instances"), strict=True):
        row[0].set_ylabel(f"gradient of a neuron's\nweights, {words}", size=10)
    picture.supxlabel("layer (the loss is behind the last one)", size=11)
    picture.alt = f"{title}. Gradient of a neuron's incoming weights by layer. " + " ".join(told)
    return picture


def on_digits(activation, seed=0, scale=1.0, instances=16):
    """A network of 19 layers before any training  ->  batch and single gradients, ‖∂L/∂h‖.

    The third is the size of ∂L/∂h behind each hidden layer, (18,), the mean over the instances.
    scale: of all weights, from their usual start with a variance of 1 / rows. Sixteen instances
    give the sizes; more make products that BLAS shares among its threads, which on a busy machine
    takes a hundred times as long as the product.
    """
    images, labels = digits()
    x, labels = images[:instances].reshape(instances, -1), labels[:instances]
    sizes = [x.shape[1], *[WIDTH] * (LAYERS - 1), 10]
    params = deep_net.initial_params(np.random.default_rng(seed), sizes)
    params = tuple(layer._replace(W=scale * layer.W) for layer in params)
    logits, cache = deep_net.forward(x, params, activation)
    _, loss_cache = losses.softmax_cross_entropy(logits[None], labels[None])
    dlogits = losses.softmax_cross_entropy_backward(loss_cache)[0]
    das, dparams = deep_net.backward(dlogits, cache, params, activation)
    single = deep_net.instance_gradients([instances * da for da in das], cache)
    dh = [da @ layer.W.T for da, layer in zip(das[1:], params[1:], strict=True)]
    sizes = instances * np.array([np.linalg.norm(each, axis=1).mean() for each in dh])
    return deep_net.neuron_gradients(dparams), single, sizes


def nineteen_layers():
    """The whole figure, for the gallery and the lesson."""
    found = {name: on_digits(each, instances=512) for name, each in ACTIVATIONS.items()}
    return layer_gradients(
        {name: batch for name, (batch, _, _) in found.items()},
        {name: [layer[:INSTANCES] for layer in single] for name, (_, single, _) in found.items()},
        title="Nineteen layers, no training yet: sigmoid gradients do not get far",
    )
