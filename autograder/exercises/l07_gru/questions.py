"""The closing questions of lesson 07: each needs a computation or a decision."""

from autograder.exercise import question

_OVER_ALL_STEPS = "A smaller one is enough: what counts is the root mean square over all steps."
_IN_PARTS = "A unit cannot be had in parts."
_BY_THE_SQUARE = "A third more units is more than a third more weights: Wh grows with the square."

QUESTIONS = {
    # In the explorer of four cells: hold the last, three values, noise 0.5; off by less than 0.1.
    "gru_bias": question(
        4.5,
        wrong={
            **{k / 2: "There the GRU is still off by more than 0.1." for k in range(9)},
            **{k / 2: _OVER_ALL_STEPS for k in range(10, 17)},
            4.4: "The slider moves in halves.",
            4.6: "The slider moves in halves.",
            0.09: "That is how far it is off; the bias was asked for.",
        },
    ),
    # σ(3)^n = ½
    "gru_half_life": question(
        14.267,
        wrong={
            0.953: "That is where the gate stands: what is left after one step.",
            20.58: "After so many steps 1/e is left; the half is sooner.",
            10.543: "A step loses a share of what is left, not of what there was at first.",
            10.5: "A step loses a share of what is left, not of what there was at first.",
            21.09: "After so many steps about 1/e is left; the half is sooner.",
            13.92: "That rule is for gates nearer to 1; with this one, go step by step.",
            0.227: "That is the half-life where 1 replaces; here 1 keeps.",
            0.23: "That is the half-life where 1 replaces; here 1 keeps.",
            0.2: "That is the half-life where 1 replaces; here 1 keeps.",
            2.2: "That belongs to a bias of 1.",
            2.213: "That belongs to a bias of 1.",
            15.0: "Then it is less than half: a digit behind the point is asked for.",
            13.5: "Keep more digits of σ(3): what a step loses is small, and the error adds up.",
            14.6: "That rule is for gates nearer to 1; with this one, go step by step.",
            14.0: "Then it is more than half: a digit behind the point is asked for.",
        },
        tolerance=4e-3,
    ),
    # 3 (8 H + H² + 2 H) ≤ 1600
    "gru_units": question(
        18,
        wrong={
            16: "That has 1,248; there is room for more.",
            17: "That has 1,377; there is room for more.",
            **dict.fromkeys(((25 + 1600 / 3) ** 0.5 - 5, 18.6, 18.63, 18.7), _IN_PARTS),
            19: "With two biases that has 1,653.",
            20: "With two biases that has 1,800.",
            **dict.fromkeys((64 / 3, 21.33, 21.3, 21), _BY_THE_SQUARE),
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
