"""The closing questions of lesson 01: each needs a computation or a decision."""

import numpy as np

from autograder.exercise import question

QUESTIONS = {
    # x = (1, 0.5), h0 = 0.5, Wx = 2, Wh = -1, b = 0.5
    "unrolling_second_state": question(
        round(float(np.tanh(1 - np.tanh(2) + 0.5)), 4),
        wrong={
            0.7616: "The second step starts from what the first one left behind.",
            0.4726: "The first step has a previous state, too, and it is not zero here.",
            -0.4621: "What is carried to the second step has passed through tanh.",
            0.964: "That is the state after the first input; one more is to be read.",
            0.536: "One function is still to be applied to your number.",
            0.0946: "Each step adds the bias.",
            0.9865: "Look at the sign of Wh.",
        },
    ),
    # D = 8, V = 10: H² + (8 + 1 + 10) H + 10 ≤ 10 000
    "unrolling_budget": question(
        90,
        wrong={
            91: "One unit too many: count again, with all biases, and compare with the budget.",
            100: "Wh alone would fill the budget: what else has the network to learn?",
            89: "There is room for one more unit.",
            95: "Are the input and output weights in your sum?",
            (40321**0.5 - 19) / 2: "A network has a whole number of units, and the budget must not "
            "be exceeded.",
            90.9: "A network has a whole number of units, and the budget must not be exceeded.",
            10_000 / 28: "Wh grows with the square of the number of units: is it in your sum?",
            357: "Wh grows with the square of the number of units: is it in your sum?",
        },
    ),
    # V = 10, lengths 8, 5 and 2
    "unrolling_ignorant_loss": question(
        round(5 * float(np.log(10)), 4),
        wrong={
            18.4207: "The padding counts in your sum.",
            2.3026: "That is the loss of one step; sequences have several.",
            34.5388: "That is the sum over all three sequences.",
            4.3173: "Over time the loss is a sum; the mean is taken over the sequences.",
            5.0: "The natural logarithm is meant, not the one to base 10.",
            16.6096: "The natural logarithm is meant, not the one to base 2.",
            1.4391: "Over time the loss is a sum; the mean is taken over the sequences.",
            2.3: "That is the loss of one step; sequences have several.",
            -11.5129: "The logarithm of a probability is negative: what does the loss do with it?",
            -34.5388: "The logarithm of a probability is negative, and one mean is to be taken.",
        },
    ),
    # encoder–decoder with τ = 6 and three outputs
    "unrolling_path": question(
        8,
        wrong={
            9: "The first of the thick arrows comes before the first input is read.",
            6: "Follow the path to its end: the last output, not the last input.",
            5: "Follow the path to its end: the last output, not the last input.",
            7: "Count on until the state under the last output.",
            10: "Which arrows of the path are recurrent, from a state to the next?",
            11: "Which arrows of the path are recurrent, from a state to the next?",
            12: "Which arrows of the path are recurrent, from a state to the next?",
            3: "The path begins at the first input, not at the context.",
        },
    ),
    "unrolling_design": question(
        "B",
        wrong={
            "A": "The output at a step is one of the inputs; where would the other one be kept?",
            "C": "A yes or no does not tell how long a run already is.",
            "D": "Two prefixes with the same mean but different lengths need different updates.",
        },
    ),
}
