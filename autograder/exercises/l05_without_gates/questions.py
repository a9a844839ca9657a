"""The questions of lesson 05: two that its explorers answer, four that close it."""

from autograder.exercise import question

MOVE_ON = "Go on: the error still falls as more is kept."
BY_STEPS = "Close: move by single steps, the arrow keys do, and watch the last digit."
LATE = "Smoother, but late: is the error smaller further down?"
STILL_FALLS = "Go on: the error still falls as the radius grows."
RISING = (0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.95, 1.05, 1.1, 1.15)
EACH_ONCE = "Count each distance once, and go through the even numbers from 4 to 20."
COUNT_AGAIN = "How many steps is 100 after 13? Each arrow has one Jacobian; states are not counted."
AGAIN = "With 100 units the error has risen again: go back. (With 50 it is smallest here.)"
TOO_FAR = "Two starts hardly meet any more, and the error has grown: go back."

QUESTIONS = {
    # In the widget: noise 1, 60 steps per wave; 0.81 and 0.83 are as good to two digits.
    "gateless_best_alpha": question(
        0.82,
        wrong={
            0.5: "That is where the slider starts: does keeping more make the title's error less?",
            0.0: "This unit repeats what it reads, noise and all.",
            0.99: "It hardly moves any more: what does the title say about its error?",
            0.18: "That is the share that comes in; the share that is kept is asked for.",
            **dict.fromkeys((0.1, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.75, 0.77), MOVE_ON),
            **dict.fromkeys((0.8, 0.84), BY_STEPS),
            **dict.fromkeys((0.865, 0.88, 0.9, 0.92, 0.95, 0.97), LATE),
            0.329: "That is the error; which α gives it?",
            **dict.fromkeys((1.5, 2, 8, 80, 82), "α is a share: between 0 and 1."),
        },
        tolerance=0.015,
    ),
    # In the widget: 100 units, α = 0, reservoir 1; 1.25 and 1.35 are within 3 % of the best.
    "gateless_best_radius": question(
        1.3,
        wrong={
            0.9: "That is where the slider starts: go on.",
            1.0: "Lesson 03's border holds for a linear network without inputs: go on.",
            1.2: "Close: this reservoir still gains a little further up.",
            **dict.fromkeys(RISING, STILL_FALLS),
            1.46: AGAIN,
            1.4: "The start lingers here, and the error rises again.",
            **dict.fromkeys((1.55, 1.7, 2.0, 2.5, 3.0), TOO_FAR),
            **dict.fromkeys((3.47, 0.0347), "That is the error; which radius gives it?"),
        },
        tolerance=0.04,
    ),
    # 360 steps an hour: 100 (1 − 0.5^(1/360)). The tolerance lets 0.192 pass, and not 0.193; and
    # 1 % and 100 % are not taken for the shares that stay.
    "gateless_half_life": question(
        0.192356,
        wrong={
            99.8076: "That is the share that stays.",
            0.998076: "That is the share that stays, and per cent are asked for.",
            **dict.fromkeys((0.0019236, 0.0019), "That is a share; per cent are asked for."),
            0.0027739: "That is a share; and half is to be left after an hour, not 37 %.",
            0.13889: "Each step loses a share of what is left, not of the start.",
            **dict.fromkeys((0.27739, 0.278), "A time constant of an hour; half is to be left."),
            0.019252: "How many readings are there in an hour?",
            0.2: "Right as far as it goes: three digits are asked for.",
            **dict.fromkeys((10.91, 11.55), "Six readings make a minute: how many make an hour?"),
            **dict.fromkeys((1.1486, 1.155, 1.16), "There is a reading every ten seconds."),
        },
        tolerance=0.0019,
    ),
    # 100 − 13 = 87 = 8 · 10 + 7 · 1
    "gateless_shortest_path": question(
        15,
        wrong={
            87: "That is the path of ones; it may skip.",
            9: "Nine skips of ten go too far; what is left after eight must be walked.",
            8: "Eight skips cover 80 steps; how are the others covered?",
            8.7: "Each Jacobian belongs to a whole step or skip.",
            **dict.fromkeys((14, 16, 17), COUNT_AGAIN),
            12: "Nine skips and three steps back? No connection leads back.",
            **dict.fromkeys((86, 88), "A path of ones, miscounted; and it may skip."),
            10: "That is from step 0 to step 100.",
        },
    ),
    # sums of fours and sixes up to 20: 4, 6, 8, …, 20
    "gateless_visible_lags": question(
        9,
        wrong={
            10: "Can you make 2 from fours and sixes?",
            7: "A path may use both lags: 10 = 4 + 6.",
            **dict.fromkeys((4, 6, 8), EACH_ONCE),
            11: "These are the others: those at which it cannot.",
            2: "A path may take more than one skip.",
            3: "A path may take each skip as often as it likes, and mix the two.",
            20: "Try lag 5: which states does the last one read?",
            5: "These are the multiples of 4; there are other paths.",
            17: "Try lag 7: which states does the last one read?",
            18: "Can you make an odd number from fours and sixes?",
        },
    ),
    "gateless_diagnosis": question(
        "B",
        wrong={
            "A": "The distance of the two runs never falls: how long would the washout have to be?",
            "C": "More units fit what they saw even better; are their states about the input?",
            "D": "Without a penalty the error on the fitted steps falls; and the one on new ones?",
        },
    ),
}
