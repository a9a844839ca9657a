"""The closing questions of lesson 02: each needs a computation or a decision."""

import math

from autograder.exercise import question

QUESTIONS = {
    # In the widget: loss at step 8, Wh scaled by 1, uses counted from the last.
    "bptt_walk": question(
        7,
        wrong={
            6: "Not yet: read the sum at that node.",
            2: "Two are enough at 0.3; the question is about 1.0.",
            8: "One use fewer is enough: read the sum before the last step back.",
            9: "That is the number of nodes; the loss and the output hold no use of Wh.",
            3: "Is the slider that scales Wh at 1?",
        },
    ),
    # 5 chunks of 10 steps: 5 · (1 + 2 + … + 10)
    "bptt_paths_kept": question(
        275,
        wrong={
            1275: "That is all paths of the whole gradient; count those that stay in one chunk.",
            55: "That is one chunk.",
            50: "Each loss has a path to every use before it in its chunk, not to one alone.",
            500: "The first steps of a chunk have fewer uses behind them than the last.",
            455: "That is a window of 10 uses behind every loss; here a border stops all paths.",
            250: "Does the last use before a loss count in your sum?",
            225: "The use at the loss's own step is a path too.",
            1000: "That is how many are cut; how many are left?",
            255: "Count the paths inside one chunk of 10 steps first.",
        },
    ),
    # the smallest k with 0.9^k < 0.01
    "bptt_reach": question(
        44,
        wrong={
            43: "After 43 steps a little more than one per cent is left.",
            43.7: "A loss is a whole number of steps away from a use.",
            math.log(0.01) / math.log(0.9): "A loss is a whole number of steps away from a use.",
            45: "It has fallen below one per cent one step earlier.",
            22: "The slope of the identity is 1: each step back multiplies by Wh once.",
            10: "The loss of a tenth at each step is a tenth of what is left, not of the start.",
            9: "The loss of a tenth at each step is a tenth of what is left, not of the start.",
        },
    ),
    "bptt_diagnosis": question(
        "C",
        wrong={
            "A": "Then dWh would be wrong from h0 = 0 and T = 1 as well: "
            "the right one is zero there, and this would not be.",
            "B": "With one step there is no future, and yet one of the two checks fails.",
            "D": "Such an error would show in db and dWx as well.",
        },
    ),
    # 20 steps · 32 sequences · 256 units · 8 bytes
    "bptt_memory": question(
        1.31072,
        wrong={
            65.536: "That is for all 1,000 steps at once; how many steps are needed at a time?",
            0.16384: "A float64 has more than one byte.",
            0.65536: "That is right for float32.",
            0.66: "That is right for float32.",
            0.65: "That is right for float32.",
            1310720: "That is in bytes.",
            1310.72: "That is in kilobytes.",
            1.25: "A megabyte of 2²⁰ bytes is not the one that is asked for.",
            3.2768: "The number of chunks does not count, the length of one does.",
        },
    ),
}
