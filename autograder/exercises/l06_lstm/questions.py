"""The closing questions of lesson 06: each needs a computation or a decision."""

from autograder.exercise import question

QUESTIONS = {
    # In the gate explorer: written at step 2, read at step 16; the smallest f with f^14 ≥ ½.
    "lstm_half": question(
        0.96,
        wrong={
            0.95: "That leaves a little less than half.",
            0.5 ** (1 / 14): "That is half, but the slider has steps of 0.01: which is the "
            "first that is enough?",
            **{
                off_by_one: "How many gates stand between the cell of step 2 and that of step 16? "
                "And which settings has the slider?"
                for off_by_one in (0.948, 0.953, 0.955, 0.957)
            },
            0.97: "One setting less is enough.",
            0.98: "That leaves more than is asked for; smaller ones are enough.",
            0.99: "That leaves much more than is asked for; smaller ones are enough.",
            0.5: "That is half of it after a single step.",
            1.0: "That leaves all of it.",
            0.94: "That leaves less than half; is the input gate shut elsewhere?",
        },
    ),
    # In the gradient-flow explorer: radius 0.1, quiet, T = 30; σ(b)^29 against 0.01.
    "lstm_flow": question(
        2.0,
        wrong={
            1.5: "There less than 1 % is left some steps before the first.",
            1.76: "That is exactly 1 %, but the slider has steps of 0.5: which is the first that "
            "is enough?",
            2.5: "One setting less is enough.",
            1.0: "Is T at 30, and the spectral radius at 0.1?",
            0.88: "That is where the gate stands; the bias was asked for.",
            3.0: "Smaller ones are enough.",
            3.5: "Smaller ones are enough.",
            4.0: "Smaller ones are enough.",
            4.5: "Smaller ones are enough.",
            5.0: "Smaller ones are enough.",
            0.0: "That leaves less than 1 %: the gate has to stand further open.",
            -3.0: "That leaves less than 1 %: the gate has to stand further open.",
            0.5: "Is T at 30, and the spectral radius at 0.1?",
            **{
                below: "That leaves less than 1 %, and the slider has steps of 0.5."
                for below in (1.6, 1.65, 1.7, 1.75)
            },
            **{
                between: "That leaves more than 1 %; but the slider has steps of 0.5."
                for between in (1.77, 1.78, 1.8, 1.85, 1.9, 1.95)
            },
        },
    ),
    "lstm_slip": question(
        "i",
        wrong={
            "o": "That is what the slide has.",
            "f": "The forget gate stands beside the old cell.",
            "g": "The derivative of a product by one factor is the other factor.",
            "c": "The old cell stands beside the forget gate.",
        },
    ),
    # 4 · (7 · 16 + 16 · 16 + 16)
    "lstm_parameters": question(
        1536,
        wrong={
            384: "That is one of the four blocks.",
            1152: "That is three blocks: is the candidate among them?",
            1472: "The biases are parameters, too.",
            1600: "That is PyTorch's number, with two biases for every sum; we have one.",
            1024: "The input has weights as well.",
            448: "The state has weights, too, and the sums have biases.",
            1488: "Every block has a bias.",
            1570: "The readout is not part of Wx, Wh and b.",
            1553: "The readout is not part of Wx, Wh and b.",
            400: "That is one of the four blocks, with a bias too many.",
            96: "A matrix (D, 4H) has how many entries?",
        },
    ),
    # σ(b) = 2^(−1/100)
    "lstm_half_life": question(
        4.968,
        wrong={
            0.993: "That is where the gate has to stand; which bias puts it there?",
            **{
                rounded: "That gate loses 1 % at each step: how much is left after 100?"
                for rounded in (4.59, 4.595, 4.6, 4.605, 4.61)
            },
            # 4.95 and 4.955, from a gate of 0.993; 4.98 and 4.984, from one of 0.9932
            4.96: "Was the gate rounded on the way? 1 − f is small, and needs all its digits.",
            4.952: "Was the gate rounded on the way? 1 − f is small, and needs its digits.",
            4.984: "Was the gate rounded on the way? 1 − f is small, and needs all its digits.",
            5.0: "Two digits behind the point are asked for: that gate keeps a little more.",
            0.0: "That gate keeps half for one step.",
            -4.968: "An open forget gate keeps.",
        },
    ),
    "lstm_diagnosis": question(
        "A",
        wrong={
            "B": "With c0 = 0 the new cell is not zero: this would show in the first check, too.",
            "C": "Such an error would reach the columns of i and g as well.",
            "D": "Such an error would reach dc0, and no columns at all when T is 1.",
        },
    ),
}
