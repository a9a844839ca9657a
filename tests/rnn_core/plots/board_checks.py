"""What must hold for every picture of a graph."""

from itertools import combinations

WORDS = 5  # the depth at which a board writes


def assert_fits(picture):
    drawn, (width, height) = picture.get_tightbbox(), picture.get_size_inches()
    assert 0.05 < drawn.x0 < drawn.x1 < width - 0.05
    assert 0.05 < drawn.y0 < drawn.y1 < height - 0.05


def assert_no_words_overlap(picture):
    words = [artist for artist in picture.artists if artist.get_zorder() == WORDS]
    assert words
    for one, other in combinations([word.get_window_extent() for word in words], 2):
        apart = one.x1 < other.x0 or other.x1 < one.x0 or one.y1 < other.y0 or other.y1 < one.y0
        assert apart, (one, other)
