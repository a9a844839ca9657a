"""The closing questions of lesson 07: each needs a computation or a decision."""

from autograder.exercise import question

QUESTIONS = {
    # In the explorer of four cells: hold the last, three values, noise 0.5; off by less than 0.1.
    "gru_bias": question(
        4.5,
        wrong={
            4.0: "There the GRU is still off by more than 0.1.",
            5.0: "One setting less is enough.",
            8.0: "That is the safest; smaller ones are enough.",
            0.09: "That is how far it is off; the bias was asked for.",
            5.5: "Smaller ones are enough: is the noise at 0.5, with three values that count?",
        },
    ),
    # σ(b) = 2^(−1/10)
    "gru_leak": question(
        2.634,
        wrong={
            0.933: "That is where the gate has to stand; which bias puts it there?",
            -2.634: "With z = 1 the state is kept: an open gate makes a long memory.",
            2.197: "That gate loses a tenth at each step: how much is left after 10?",
            0.0: "That gate keeps half for one step.",
        },
        tolerance=2e-3,
    ),
    # 3 (7 H + H² + 2 H) ≤ 1536
    "gru_units": question(
        18,
        wrong={
            19: "That has 1,596. Are both biases counted?",
            16: "That has 1,200; there is room for more.",
            21: "A third more units is more than a third more weights: Wh grows with the square.",
            17: "That has 1,326; there is room for one more.",
        },
    ),
    "gru_diagnosis": question(
        "C",
        wrong={
            "A": "Such an error would reach the columns of z in dWx as well.",
            "B": "Such an error would reach dh and no parameter.",
            "D": "Such an error would reach the columns of r, in dWx too.",
        },
    ),
}
