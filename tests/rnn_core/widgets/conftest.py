import pytest

from rnn_core.widgets import live, prediction


@pytest.fixture
def a_front_end(monkeypatch):
    """As in JupyterLab: somebody can move a slider."""
    for module in (live, prediction):
        monkeypatch.setattr(module, "front_end_is_live", lambda: True)


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, in order."""
    found = []
    for module in (live, prediction):
        monkeypatch.setattr(module, "display", lambda what, raw=False: found.append(what))
    return found
