"""How nbgrader reads a submission: as the notebook that it becomes by being graded.

nbgrader_config.py names HandedIn as the exporter of `nbgrader autograde`, so that formgrader's
button takes this way too. What nbgrader does afterwards is bookkeeping.
"""

from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter

from autograder.grading.class_folder import read_file
from autograder.grading.grade import grade
from autograder.grading.sandbox import require_bubblewrap
from autograder.grading.store import Store
from autograder.grading.terms import terms_of, versions


class HandedIn(NotebookExporter):
    def from_filename(self, filename, resources=None, **options):
        courses, about = self.parent.coursedir, resources["nbgrader"]
        student, lesson = about["student"], about["assignment"]
        folder = courses.format_path(courses.submitted_directory, student, lesson)
        if Path(filename).parent != Path(folder):  # graded already: now for the gradebook
            return super().from_filename(filename, resources, **options)
        terms, store = terms_of(Path(courses.root), lesson, self.config), Store(courses.root)
        if terms.sandbox:
            require_bubblewrap()
        file = read_file(Path(filename))
        key = terms.key(*file)
        known = store.about(key)
        if not known or known["exercises"] != versions(lesson):
            previous = nbformat.reads(store.notebook(key), as_version=4) if known else None
            notebook = grade(*file, terms, previous)
            store.put(key, nbformat.writes(notebook), notebook.metadata.autograder)
        notebook = nbformat.reads(store.notebook(key), as_version=4)
        return self.from_notebook_node(notebook, resources, **options)
