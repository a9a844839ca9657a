"""autograder grade 02_bptt: a whole class in parallel, and then nbgrader's own bookkeeping.

Grading is a pure function and runs in other processes. This one alone reads what was handed in,
keeps results, and has nbgrader write them into the gradebook, one student after the other, while
others are still being graded. It can be ended at any moment: what is known stays known.
"""

import hashlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tqdm import tqdm
from traitlets.config import Config, PyFileConfigLoader

from autograder.grading.class_folder import Entry, handed_in
from autograder.grading.store import Store
from autograder.grading.terms import CannotGrade, Terms, terms_of, versions


@dataclass
class Row:
    """One submission and what is known of its result."""

    entry: Entry
    key: str
    about: dict | None = None

    @property
    def status(self) -> str:
        harmless = self.about["status"] in ("graded", "wrong")
        return "tampered" if self.entry.remarks and harmless else self.about["status"]

    @property
    def remarks(self) -> list[str]:
        return [*self.entry.remarks, *self.about["remarks"]]

    @property
    def points(self) -> float:
        return sum(report["points"] for report in self.about["reports"])

    @property
    def stamp(self) -> str:
        """Names what nbgrader has to know: it changes when anything of that does."""
        known = [self.key, self.entry.timestamp, self.about["reports"]]
        return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


def read_class(root: Path, lesson: str, sandbox=True) -> tuple[Config, Terms, list[Row]]:
    """What was handed in, with what is known of it; and the settings and terms of the course."""
    if not (root / "nbgrader_config.py").exists():
        raise CannotGrade(f"There is no nbgrader_config.py in {root}: call this in the course.")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    if not sandbox:
        config.Sandbox.enabled = False
    terms, store = terms_of(root, lesson, config), Store(root)
    rows = []
    for entry in handed_in(root / "submitted", lesson):
        key = terms.key(entry.data, entry.unreadable)
        rows.append(Row(entry, key, store.about(key)))
    return config, terms, rows


def grade_lesson(root: Path, lesson: str, sandbox=True, workers=None, cluster="") -> list[Row]:
    """Grades what is new or changed, and brings the gradebook up to date."""
    config, terms, rows = read_class(root, lesson, sandbox)
    store, ledger, now = Store(root), Ledger(root, lesson), versions(lesson)
    new = [row for row in rows if not row.about or row.about["exercises"] != now]
    late = [row for row in rows if row not in new and not ledger.has(row)]
    if new or late:
        # Both take seconds to load.
        from autograder.grading.record import Recorder
        from autograder.grading.sandbox import compile_once, require_bubblewrap, sweep

        if terms.sandbox:
            require_bubblewrap()
        sweep()
        compile_once()
        recorder = Recorder(root, lesson, config)
        with tqdm(total=len(new) + len(late), desc=lesson, unit="notebook") as bar:
            done = [(row, store.notebook(row.key)) for row in late]
            for row, notebook in chain(done, work(new, terms, store, workers, cluster)):
                with uninterrupted():
                    recorder.record(row.entry.student, notebook, row.entry.timestamp)
                    ledger.add(row)
                bar.update()
    return rows


def work(rows, terms, store, workers, cluster) -> Iterator[tuple[Row, str]]:
    """Each row with its graded notebook, as soon as there is one."""
    if not rows:
        return
    same = {}  # what several handed in alike is graded once
    for row in rows:
        same.setdefault(row.key, []).append(row)
    lost = []  # a worker died; over whose notebook is not known
    with executor(workers, cluster) as pool:
        futures = {}
        for key, (row, *_) in same.items():
            previous = store.notebook(key) if row.about else ""
            job = (row.entry.data, row.entry.unreadable, terms, previous)
            futures[pool.submit(graded, *job)] = key
        for future in as_completed(futures):
            key = futures[future]
            try:
                notebook, about = future.result()
                store.put(key, notebook, about)
            except BrokenProcessPool:
                lost.append(key)
                continue
            except Exception as error:
                notebook, about = graded(b"", f"not gradable: {error!r}"[:300], terms, "")
            for row in same[key]:
                row.about = about
                yield row, notebook
    if len(same) > 1:
        for key in lost:
            yield from work(same[key], terms, store, 1, cluster)
    elif lost:
        notebook, about = graded(b"", "not gradable: it ends its grader", terms, "")
        for row in rows:
            row.about = about
            yield row, notebook


def graded(data: bytes, unreadable: str, terms: Terms, previous: str) -> tuple[str, dict]:
    """The graded notebook and what is to be known of it: what runs in a worker."""
    import nbformat

    from autograder.grading.grade import grade

    before = nbformat.reads(previous, as_version=4) if previous else None
    notebook = grade(data, unreadable, terms, before)
    return nbformat.writes(notebook), notebook.metadata.autograder


@contextmanager
def executor(workers: int | None, cluster: str) -> Iterator[Executor]:
    if cluster:
        from distributed import Client

        with Client(cluster) as client:
            yield client.get_executor(pure=False)
        return
    from autograder.grading.sandbox import sweep

    # One process is made ready, and the others are copies of it.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.grading.grade"])
    pool = ProcessPoolExecutor(workers, context, leave_signals_to_parent)
    try:
        yield pool
    except BaseException:
        for child in multiprocessing.active_children():
            child.kill()  # and the kernels with them
            child.join()
        sweep()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def leave_signals_to_parent():
    """Ctrl-C is for the parent, and a worker does not live longer than it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


@contextmanager
def uninterrupted():
    """Ctrl-C waits until a student's grades are complete."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


class Ledger:
    """Which results are in the gradebook."""

    def __init__(self, root: Path, lesson: str):
        self.root, self.lesson = root, lesson
        self.path = root / ".autograder" / f"recorded-{lesson}"
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        self.stamps = dict(line.rsplit(" ", 1) for line in lines if " " in line)

    def has(self, row: Row) -> bool:
        student = row.entry.student
        notebook = self.root / "autograded" / student / self.lesson / f"{self.lesson}.ipynb"
        return self.stamps.get(student) == row.stamp and notebook.exists()

    def add(self, row: Row):
        with open(self.path, "a") as file:
            file.write(f"{row.entry.student} {row.stamp}\n")
