"""Lesson 03's eigenvalue explorer in JupyterLab: dragged with the pointer, and played."""

import cmath
import math
import re

import pytest

from rnn_core.plots.eigenvalues import HEIGHT, PLANE, WIDTH

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def lab(open_lesson):
    lab = open_lesson("03_stability")
    lab.run_all()
    return lab


@pytest.fixture
def id(lab):
    return next(
        cell["id"] for cell in lab.code_cells() if cell["source"] == "eigenvalue_explorer()"
    )


def test_an_eigenvalue_follows_the_pointer(lab, id):
    size, degrees = re.search(
        r"λ₂ has size ([\d.]+) and angle ([\d.]+)°", lab.picture(id)[1]
    ).groups()
    image = lab.cell(id).locator(".jp-OutputArea img[alt]:visible")
    image.scroll_into_view_if_needed()
    box, mouse = image.bounding_box(), lab.page.mouse

    def point(value):
        (left, low), (width, height), limit = PLANE
        across = (left + (value.real + limit) / (2 * limit) * width) / WIDTH
        down = 1 - (low + (value.imag + limit) / (2 * limit) * height) / HEIGHT
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    mouse.move(*point(cmath.rect(float(size), math.radians(float(degrees)))))
    assert image.evaluate("it => it.style.cursor") == "grab"
    mouse.down()
    mouse.move(*point(0.4 + 0.4j))
    mouse.move(*point(1j), steps=4)
    mouse.up()
    image.and_(lab.page.locator("[alt*='λ₂ has size 1 and angle 90°']")).wait_for()
    mouse.move(*point(0.1 + 0.1j), steps=3)  # released: nothing follows any more
    lab.page.wait_for_timeout(300)
    assert "λ₂ has size 1 and angle 90°" in lab.picture(id)[1]


def test_steps_play(lab, id):
    play = lab.cell(id).locator(".jp-OutputArea .widget-play button").first

    def step(picture):
        return int(re.search(r"Ring, step (\d+):", picture[1]).group(1))

    first = step(lab.picture(id))
    second = step(lab.picture_after(id, play.click))
    third = step(lab.picture_after(id, lambda: None))
    assert first < second < third
    play.click()
