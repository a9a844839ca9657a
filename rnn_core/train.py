"""A training loop: gradients in, Adam, progress on a bar."""

from tqdm import tqdm

from rnn_core.optimizers import adam, adam_state


def fit(loss_and_gradients, params, batches, learning_rate=1e-3, description="training"):
    """One Adam update per batch  ->  params, list of the losses before each update.

    loss_and_gradients(params, batch) -> loss, gradients nested like params.
    batches: any iterable; with a length, the bar shows how much is left.
    description: what the bar says; None for no bar, where many short trainings share one.
    """
    state, losses = adam_state(params), []
    with tqdm(batches, desc=description, disable=description is None) as bar:
        for batch in bar:
            loss, grads = loss_and_gradients(params, batch)
            params, state = adam(params, grads, state, learning_rate)
            losses.append(float(loss))
            bar.set_postfix_str(f"loss {loss:.4g}", refresh=False)
    return params, losses
