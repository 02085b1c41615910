"""A disk that can be filled at any time, and emptied again."""

import contextlib
import os
import pathlib
import resource
import shlex
import shutil
import signal
import subprocess
import tempfile

# In bytes. The memory behind it is used only as far as there are files.
SIZE = 256 << 20
COMMAND_SECONDS = 30


@contextlib.contextmanager
def small_disk(keeps):
    """A folder for one round: a file system of its own where this user may mount one, else one with limits on files.

    Where `keeps()` is true at the end, its files are copied to the folder that it returns.
    """
    folder = pathlib.Path(tempfile.mkdtemp(prefix="verbatim-upkeep-"))
    disk = Mounted(folder) if Mounted.mount(folder) else Limited(folder)
    try:
        yield disk
    finally:
        disk.relieve()
        target = keeps()
        if target:
            shutil.copytree(folder, target, dirs_exist_ok=True)
        disk.end()
        shutil.rmtree(folder, ignore_errors=True)


class Mounted:
    """A file system in memory, with a file that takes the room away."""

    kind = "mounted"

    def __init__(self, folder):
        self.folder = folder
        self.ballast = folder / "ballast"

    @staticmethod
    def mount(folder):
        if os.geteuid() != 0:
            return False
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "verbatim-upkeep", str(folder)]
        return subprocess.run(command, capture_output=True, timeout=COMMAND_SECONDS).returncode == 0

    def program(self, program):
        """What to run in place of a program."""
        return program

    def squeeze(self, free, process=None):
        """Leaves so many bytes free from now on."""
        space = os.statvfs(self.folder)
        taken = space.f_bavail * space.f_frsize - free
        if taken > 0:
            with open(self.ballast, "wb") as file:
                with contextlib.suppress(OSError):
                    os.posix_fallocate(file.fileno(), 0, taken)

    def relieve(self, process=None):
        self.ballast.unlink(missing_ok=True)

    def end(self):
        for option in ([], ["--lazy"]):
            command = ["umount", *option, str(self.folder)]
            if subprocess.run(command, capture_output=True, timeout=COMMAND_SECONDS).returncode == 0:
                return


class Limited:
    """A stand-in for who may not mount: no file may become larger than it is allowed to."""

    kind = "limited"

    def __init__(self, folder):
        self.folder = folder
        self.largest = resource.RLIM_INFINITY

    def program(self, program):
        """What to run in place of a program: the signal would end it; without it, writing fails."""
        wrapper = self.folder / "program"
        wrapper.write_text(f"#!/bin/sh\ntrap '' XFSZ\nexec {shlex.quote(str(program))} \"$@\"\n")
        wrapper.chmod(0o755)
        return str(wrapper)

    def squeeze(self, free, process=None):
        self._limit(free, process)

    def relieve(self, process=None):
        self._limit(resource.RLIM_INFINITY, process)

    def _limit(self, largest, process):
        """For a process that runs, or for those that this one starts from now on."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid if process else os.getpid(), resource.RLIMIT_FSIZE, (largest, most))

    def end(self):
        pass
