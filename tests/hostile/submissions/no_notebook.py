"""A folder with everything but a notebook."""

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    (folder / "answers.docx").write_text("see attached")
