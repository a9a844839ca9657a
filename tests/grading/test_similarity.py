"""Who is alike: groups in place of pairs."""

from autograder.grading.overview import likeness
from autograder.grading.similarity import COURSE, Group, Pair, grouped


def test_those_who_share_a_text_are_one_group():
    ring = [Pair("a", "b", 1.0, "all"), Pair("c", "d", 0.8, "all"), Pair("b", "c", 0.9, "all")]
    other = [Pair("e", "f", 0.95, "all"), Pair("a", COURSE, 0.85, "rnn_step")]
    assert grouped([*ring, *other]) == [
        Group(("a", "b", "c", "d"), "all", 0.8, 1.0),
        Group(("e", "f"), "all", 0.95, 0.95),
        Group(("a", COURSE), "rnn_step", 0.85, 0.85),
    ]


def test_a_large_group_is_one_line():
    names = tuple(f"s{k:02}" for k in range(30))
    line = likeness(Group(names, "all answers", 0.8, 1.0))
    assert line[:2] == ["all answers", "80–100 %"]
    assert line[2].endswith("s07 and 22 more")
    assert likeness(Group((COURSE, "s01"), "rnn_step", 0.9, 0.9)) == [
        "rnn_step",
        "90 %",
        "rnn_core, s01",
    ]
