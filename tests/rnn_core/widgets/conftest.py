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
    monkeypatch.setattr(prediction, "display", found.append)
    return found
