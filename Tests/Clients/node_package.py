#!/usr/bin/python3
"""Packs the Node library, installs the file in an empty folder, and has the tests, the types and the examples use it from there.

Usage: node_package.py PROGRAM [--kills N] [--seed N]
"""

import argparse
import filecmp
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE, EXAMPLES = ROOT / "Clients/node", ROOT / "Examples/node"
# What Debian's node-typescript and node-undici or nodejs bring.
TYPES = [path for path in ("/usr/share/nodejs/@types", "/usr/lib/node_modules/@types") if os.path.isdir(f"{path}/node")]


def run(*command, cwd, **environment):
    done = subprocess.run([str(word) for word in command], cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def check_types(folder):
    """The declarations are those of the code, and a program in TypeScript can use them."""
    if not shutil.which("tsc") or not TYPES:
        print("tsc or the types of Node are not here: types are not checked (Debian: node-typescript)")
        return
    options = ["--typeRoots", ",".join(TYPES)]
    run("tsc", "-p", SOURCE, *options, cwd=SOURCE)
    made = folder / "types"
    run("tsc", "-p", SOURCE / "tsconfig.types.json", "--outDir", made, *options, cwd=SOURCE)
    for file in sorted(made.iterdir()):
        kept = SOURCE / "types" / file.name
        if not kept.exists() or not filecmp.cmp(file, kept, shallow=False):
            sys.exit(f"{kept} is not what the code says; `tsc -p Clients/node/tsconfig.types.json` writes it")
    strict = ["--strict", "--noEmit", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext"]
    run("tsc", *strict, "--types", "node", *options, "test/typed.ts", cwd=folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    program = os.path.abspath(given.program)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run("npm", "pack", "--pack-destination", folder, cwd=SOURCE)
        packed, = folder.glob("*.tgz")
        (folder / "package.json").write_text('{"private": true, "type": "module"}')
        run("npm", "install", "--offline", "--no-audit", "--no-fund", packed, cwd=folder)
        shutil.copytree(SOURCE / "test", folder / "test")
        # The tests of single files import them as the package's own.
        for test in (folder / "test").glob("*.mjs"):
            test.write_text(test.read_text().replace('"../src/', '"../node_modules/verbatim-chat/src/'))
        check_types(folder)
        print(run("node", "--test", "test/", cwd=folder, VERBATIM=program)[-200:].strip())
        for example in EXAMPLES.glob("*.mjs"):
            shutil.copy(example, folder)
        say = run(program, "certify", "--bot", f"exec node {folder}/echo.mjs", cwd=ROOT)
        print(say.strip())
        kills = ["/usr/bin/python3", ROOT / "Tests/Clients/kills.py", program, given.kills, given.seed]
        print(run(*kills, "node", folder / "helpdesk.mjs", cwd=ROOT).strip())
    print("the packed library does what it promises.")


main()
