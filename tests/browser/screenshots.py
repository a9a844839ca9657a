"""Makes the README's pictures:  pytest tests/browser/screenshots.py

Not collected with the tests; call it when a lesson or the report has changed its looks.
"""

from pathlib import Path

import pytest
from lab import COMMAND

IMAGES = Path(__file__).parents[2] / "docs" / "images"
FORGETS = """
def rnn_forward(x, h0, params):
    h, state = [], h0
    for t in range(len(x)):
        h.append(step(x[t], h0, params))
    return np.stack(h)
"""


@pytest.fixture(scope="module")
def lab(open_lesson):
    IMAGES.mkdir(parents=True, exist_ok=True)
    lab = open_lesson("01_unrolling")
    lab.run_all()
    lab.page.evaluate(COMMAND, "application:toggle-left-area")
    lab.page.add_style_tag(content=".Toastify { display: none }")  # Jupyter's own news
    return lab


def test_lesson(lab):
    id = next(cell["id"] for cell in lab.code_cells() if cell["source"] == "unroll_explorer()")
    output = lab.cell(id).locator(".jp-OutputArea")
    output.evaluate("it => it.scrollIntoView({block: 'end'})")
    lab.page.screenshot(path=IMAGES / "lesson.png")


def test_report(lab):
    lab.write("answer-rnn_forward", FORGETS)
    lab.run("answer-rnn_forward")
    lab.run("rnn_forward")
    output = lab.cell("rnn_forward").locator(".jp-OutputArea")
    output.locator("svg").last.wait_for()
    output.screenshot(path=IMAGES / "report.png")
