#!/usr/bin/python3
"""Builds the wheel of the Python library, installs it into a fresh environment, and has its tests, mypy, an example and `verbatim certify` use what was installed.

Usage: python_package.py PROGRAM [PYTHON]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE, EXAMPLES = ROOT / "Clients/python", ROOT / "Examples/python"
TOOLS = ["build", "mypy==1.13.0", "pytest==8.3.3"]


def run(*command, **options):
    subprocess.run([str(part) for part in command], check=True, **options)


def main(program, python="/usr/bin/python3"):
    run(sys.executable, ROOT / "Clients/generate.py", "--check")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        run(python, "-m", "venv", folder / "venv")
        bin = folder / "venv/bin"
        run(bin / "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS)
        run(bin / "python", "-m", "build", "--wheel", "--outdir", folder, PACKAGE, stdout=subprocess.DEVNULL)
        [wheel] = folder.glob("*.whl")
        run(bin / "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
        # A folder of its own, so that the sources beside the tests are not what is imported.
        for name, place in (("tests", PACKAGE / "tests"), ("examples", EXAMPLES)):
            (folder / name).mkdir()
            for file in place.glob("*.py"):
                (folder / name / file.name).write_text(file.read_text())
        (folder / "README.md").write_text((PACKAGE / "README.md").read_text())
        environment = {**os.environ, "VERBATIM": program}
        written_on_it = [path for path in sorted((folder / "examples").glob("*.py")) if "verbatim_chat import" in path.read_text()]
        run(bin / "mypy", "--strict", *written_on_it, cwd=folder)
        run(bin / "pytest", "-q", "-p", "no:cacheprovider", folder / "tests", cwd=folder, env=environment)
        run(program, "certify", "--bot", f"exec {bin}/python {folder}/examples/echo.py", cwd=folder)
        where = subprocess.run(
            [bin / "python", "-c", "import verbatim_chat; print(verbatim_chat.__file__, verbatim_chat.__version__)"],
            check=True, capture_output=True, text=True, cwd=folder).stdout
        if "site-packages" not in where or where.split()[1] not in wheel.name:
            sys.exit(f"not the installed wheel: {where}")
    print("the wheel works.")


main(os.path.abspath(sys.argv[1]), *sys.argv[2:])
