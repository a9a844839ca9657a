"""python -m rnn_core.plots --gallery FOLDER writes every figure and its words."""

import sys

import numpy as np
import pytest
from PIL import Image

from rnn_core.plots import small_multiples
from rnn_core.plots.__main__ import GALLERY, main
from rnn_core.plots.panel import round_limit, short


def test_the_gallery_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["plots", "--gallery", str(tmp_path / "new" / "folder")])
    main()
    written = tmp_path / "new" / "folder"
    assert sorted(p.stem for p in written.glob("*.png")) == sorted(GALLERY)
    for name in GALLERY:
        with Image.open(written / f"{name}.png") as image:
            assert image.width == 1800
        assert len((written / f"{name}.txt").read_text(encoding="utf-8")) > 80


@pytest.mark.parametrize("name", GALLERY)
def test_no_figure_is_cut_off(name):
    picture = GALLERY[name]()
    picture.draw_without_rendering()
    drawn, (width, height) = picture.get_tightbbox(), picture.get_size_inches()
    assert -0.01 <= drawn.x0 < drawn.x1 <= width + 0.01
    assert -0.01 <= drawn.y0 < drawn.y1 <= height + 0.01


def test_panels_share_a_scale_unless_they_have_their_own():
    panels = {"one": {"a": np.arange(3.0)}, "two": {"a": 10 * np.arange(3.0)}}
    words = {"title": "A title", "xlabel": "step", "ylabel": "h", "columns": 2}

    def tops(**more):
        return [
            axes.get_ylim()[1] for axes in small_multiples(range(3), panels, **words, **more).axes
        ]

    together, apart = tops(), tops(own_scale=True)
    assert together[0] == together[1] > apart[0]
    alt = small_multiples(range(3), panels, **words).alt
    assert alt.startswith("A title. 2 panels over step from 0 to 2. one: a ends at 2.")


def test_short_numbers_and_round_limits():
    assert [short(value) for value in (0, -1, 0.05, 200, 1e5, -5e6, 2e-7)] == [
        *("0", "−1", "0.05", "200", "10⁵", "−5·10⁶", "2·10⁻⁷")
    ]
    assert [short(value, imaginary=True) for value in (0, 1, -1, 20)] == ["0", "i", "−i", "20i"]
    assert [round_limit(value) for value in (0.3, 1, 1.01, 4, 7e5)] == [0.5, 1, 2, 5, 1e6]
