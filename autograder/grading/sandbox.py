"""A Jupyter kernel in a bubblewrap sandbox: no network, nothing to write, little to read.

What is protected from a submission, and what is not, is told in INSTRUCTORS.md.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from queue import Empty

import psutil
import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec
from nbformat.v4 import output_from_msg

from autograder.grading.terms import ONE_THREAD, CannotGrade, Limits

HOME = "/home/student"
COURSE = "/course"
FOLDERS = "autograder-"
MEGABYTE = 2**20
SHOWN = {"stream", "display_data", "execute_result", "error"}
KEPT = {"text/plain", "image/png", "image/jpeg"}
SECONDS_TO_REACT = 3  # to an interrupt
SECONDS_BETWEEN_LOOKS = 0.2  # at what the sandbox uses


class Stopped(Exception):
    """The kernel is gone. status: "crashed", "timed out" or "over a limit"."""

    def __init__(self, status: str, sentence: str):
        super().__init__(sentence)
        self.status = status


def require_bubblewrap():
    """Raises CannotGrade with what to install where bubblewrap is missing or may not be used."""
    if not shutil.which("bwrap"):
        raise CannotGrade(
            "Grading runs what students wrote, and needs bubblewrap to do so safely: "
            "install it (Debian, Ubuntu: apt install bubblewrap)."
        )
    probe = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    tried = subprocess.run(probe, capture_output=True, text=True)
    if tried.returncode:
        raise CannotGrade(f"bubblewrap cannot make a sandbox here: {tried.stderr.strip()}")


def compile_once():
    """Has Python keep the compiled form of what a kernel loads: a sandbox cannot write it."""
    if not Path(cache_from_source(find_spec("ipykernel.kernelapp").origin)).exists():
        with Sandbox(Limits(), bubblewrap=False) as sandbox:
            sandbox.start()
            sandbox.run("import numpy")


def sandboxed(command: list[str], course: Path, sockets: Path, limits: Limits) -> list[str]:
    """The command in a sandbox that sees Python, the course folder and its own sockets."""
    disk = str(limits.disk * MEGABYTE)
    pythons = dict.fromkeys((sys.prefix, sys.base_prefix))
    environment = ONE_THREAD | {
        "HOME": HOME,
        "USER": "student",
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": COURSE,
        "PYTHONDONTWRITEBYTECODE": "1",
        "NBGRADER_EXECUTION": "autograde",
    }
    bwrap = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"]
    bwrap += ["--die-with-parent", "--new-session", "--hostname", "grading", "--clearenv"]
    bwrap += ["--ro-bind", "/usr", "/usr"]
    for folder in ("bin", "sbin", "lib", "lib32", "lib64"):
        if os.path.islink(f"/{folder}"):
            bwrap += ["--symlink", os.readlink(f"/{folder}"), f"/{folder}"]
        else:
            bwrap += ["--ro-bind-try", f"/{folder}", f"/{folder}"]
    for file in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"):
        bwrap += ["--ro-bind-try", file, file]
    bwrap += ["--proc", "/proc", "--dev", "/dev"]
    for folder in ("/tmp", HOME, "/dev/shm"):
        bwrap += ["--size", disk, "--tmpfs", folder]
    for python in pythons:  # after /tmp and HOME, in which it may lie
        if not python.startswith("/usr"):
            bwrap += ["--ro-bind", python, python]
    bwrap += ["--ro-bind", str(course), COURSE]
    bwrap += ["--bind", str(sockets), str(sockets)]
    bwrap += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME]
    for name, value in environment.items():
        bwrap += ["--setenv", name, value]
    # Counted by the kernel for each user and sandbox, but not for root, whom Sandbox watches.
    rlimits = ["prlimit", f"--nproc={limits.processes}", "--core=0", "--nofile=256"]
    rlimits += [f"--as={2 * limits.memory * MEGABYTE}", f"--fsize={disk}"]
    return [*bwrap, *rlimits, *command]


class SandboxedKernel(KernelManager):
    """Starts ipykernel, whatever kernel a notebook names, in a sandbox."""

    wrap = None  # command -> command

    @property
    def kernel_spec(self):
        python = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=[*python, "--log-level=ERROR"], interrupt_mode="message")

    def format_kernel_cmd(self, extra_arguments=None):
        return self.wrap(super().format_kernel_cmd(extra_arguments))


class Sandbox:
    """A kernel that ends, with all that it started and wrote, when the `with` block does.

    What `course` holds when it starts is all that it sees of this course.
    """

    def __init__(self, limits: Limits, bubblewrap=True):
        self.limits = limits
        self.bubblewrap = bubblewrap
        self.most_bytes = limits.output * MEGABYTE
        self.started = time.monotonic()
        self.looked = 0.0
        self.output_bytes = 0
        self.interrupted = False  # something ran for too long, and was ended

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-"))
        self.course = self.folder / "course"
        self.sockets = self.folder / "sockets"
        self.course.mkdir()
        self.sockets.mkdir()
        self.context = zmq.Context()
        # What is larger than the limit is counted; what is larger than this is not even received.
        self.context.setsockopt(zmq.MAXMSGSIZE, 8 * self.most_bytes)
        self.context.setsockopt(zmq.RCVHWM, 50)
        self.manager = SandboxedKernel(
            context=self.context,
            transport="ipc",
            ip=str(self.sockets / "kernel"),
            connection_file=str(self.sockets / "connection.json"),
        )
        return self

    def start(self):
        """Starts the kernel; its first cell waits until it is ready."""
        if self.bubblewrap:
            self.manager.wrap = lambda command: sandboxed(
                command, self.course, self.sockets, self.limits
            )
        else:
            self.manager.wrap = lambda command: ["env", f"PYTHONPATH={self.course}", *command]
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.blocking_client()
        self.client.start_channels(stdin=False, hb=False)
        while self._next(self.client.get_iopub_msg) is None:  # what is sent before is lost
            self._look()

    def __exit__(self, *_):
        if self.manager.has_kernel:
            self.client.stop_channels()
            self.manager.shutdown_kernel(now=True)
        self.context.destroy(linger=0)
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)

    def run(self, source: str) -> list:
        """Runs a cell and returns its outputs. Raises Stopped where the kernel does not survive."""
        outputs = []
        self._execute(outputs.append, source)
        return outputs

    def ask(self, expression: str):
        """The JSON form of an expression's value, or None where it has none."""
        reply = self._execute(lambda _: None, "", silent=True, user_expressions={"": expression})
        try:
            return reply["user_expressions"][""]["data"]["application/json"]
        except (KeyError, TypeError):
            return None

    def _execute(self, show, code, **options) -> dict:
        """Runs code, shows its outputs and returns the content of the reply."""
        asked = self.client.execute(code, allow_stdin=False, stop_on_error=False, **options)
        deadline = time.monotonic() + self.limits.cell_seconds
        interrupts = 0
        while True:
            self._look()
            if time.monotonic() > deadline:
                if interrupts:
                    raise Stopped("timed out", f"it ran on after {self.limits.cell_seconds:g} s")
                self.manager.interrupt_kernel()
                self.interrupted = True
                interrupts += 1
                deadline = time.monotonic() + SECONDS_TO_REACT
            message = self._next(self.client.get_iopub_msg)
            if message is None:
                continue
            self._count(message)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] in SHOWN:
                show(harmless(output_from_msg(message)))
            if message["content"].get("execution_state") == "idle":
                break
        while True:
            self._look()
            message = self._next(self.client.get_shell_msg)
            if message and message["parent_header"].get("msg_id") == asked:
                return message["content"]

    def _next(self, receive):
        """The next message of a channel, or None for now."""
        try:
            return receive(timeout=SECONDS_BETWEEN_LOOKS)
        except Empty:
            return None
        except Exception as error:  # of whatever was sent in place of a message
            raise Stopped("crashed", f"the kernel sent no message ({error!r:.100})") from None

    def _count(self, message):
        self.output_bytes += len(str(message["content"]))
        if self.output_bytes > self.most_bytes:
            raise Stopped("over a limit", f"more than {self.limits.output} MB of output")

    def _look(self):
        """Raises Stopped where the kernel has died or the sandbox uses more than it may."""
        now = time.monotonic()
        if now - self.looked < SECONDS_BETWEEN_LOOKS:
            return
        self.looked = now
        if not self.manager.is_alive():
            raise Stopped("crashed", "the kernel died")
        if now - self.started > self.limits.seconds:
            raise Stopped("timed out", f"more than {self.limits.seconds:g} s for the notebook")
        memory, processes = usage(self.manager.provisioner.pid)
        if memory > self.limits.memory * MEGABYTE:
            raise Stopped("over a limit", f"more than {self.limits.memory} MB of memory")
        if processes > self.limits.processes:
            raise Stopped("over a limit", f"more than {self.limits.processes} processes")
        for entry in os.scandir(self.sockets):
            if entry.is_symlink() or not entry.name.startswith(("kernel-", "connection.json")):
                raise Stopped("over a limit", "it writes where its sockets are")


def harmless(output):
    """Without scripts and markup, which would act in the browser of whoever reads the feedback."""
    if "data" in output:
        output.data = {kind: data for kind, data in output.data.items() if kind in KEPT}
    return output


def usage(pid: int) -> tuple[int, int]:
    """Bytes of memory, and processes and threads, of a process and its descendants."""
    memory = processes = 0
    for process in psutil.Process(pid).children(recursive=True):
        try:
            memory += process.memory_info().rss
            processes += process.num_threads()
        except psutil.Error:
            pass  # gone, and what it used with it
    return memory, processes


def sweep():
    """Removes what graders that were killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"):
        pid = folder.name.removeprefix(FOLDERS).split("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            subprocess.run(["rm", "-rf", str(folder)], check=False)
