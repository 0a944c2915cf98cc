# SPDX-License-Identifier: Apache-2.0
"""Run a command in this checkout's own environment, making or updating that environment first where needed.

python3 run.py pourparler ARGS...   the program, with the packages of requirements.lock
python3 run.py pytest ARGS...       likewise ruff, mypy, python, ..., with those of requirements-dev.lock

All goes into .venv and .tools beside this file. Pythons too old for Pourparler must still be able to read it.
"""

import os
import shutil
import subprocess
import sys

if sys.version_info < (3, 11):
    sys.exit("Pourparler needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV, TOOLS = os.path.join(ROOT, ".venv"), os.path.join(ROOT, ".tools")
BIN, EXE = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
PYTHON, PRIVATE_UV = os.path.join(VENV, BIN, "python" + EXE), os.path.join(TOOLS, "bin", "uv" + EXE)
STAMP = os.path.join(VENV, "pourparler-stamp")  # written last: a set-up that was cut short is made anew
LOCKS = {"runtime": "requirements.lock", "development": "requirements-dev.lock"}
MINIMUM_UV = (0, 7)  # the first with `--group`, which `just lock` uses
# uv does not read pip's settings; where pip works through a mirror, uv must be told of it.
PIP_TO_UV = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
PIP_TO_UV.update({"cert": "SSL_CERT_FILE", "trusted-host": "UV_INSECURE_HOST", "proxy": "ALL_PROXY"})
PIP_INSTALL = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r")
# A path file makes `src` importable: unlike an editable install, this needs no build backend.
LINK = """import compileall, pathlib, sys, sysconfig
pathlib.Path(sysconfig.get_path("purelib"), "pourparler.pth").write_text(sys.argv[1] + "\\n")
compileall.compile_dir(sys.argv[1], quiet=2)"""


def stamp(kind: str) -> bytes:
    """What the stamp of a complete .venv says: its kind, this folder (.venv holds its own path), the lock."""
    with open(os.path.join(ROOT, LOCKS[kind]), "rb") as lock:
        return os.fsencode(f"{kind}\n{ROOT}\n") + lock.read()


def read_stamp() -> bytes:
    """The stamp of .venv; empty where there is none or its Python is gone."""
    if not (os.path.exists(PYTHON) and os.path.exists(STAMP)):
        return b""
    with open(STAMP, "rb") as file:
        return file.read()


def set_up_environment() -> dict[str, str]:
    """Variables for a set-up: what pip is told holds for uv too, unless uv is told otherwise."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_COMPILE_BYTECODE": "1", "PIP_USER": "0"}
    command = (sys.executable, "-m", "pip", "config", "list")
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    settings = dict(line.split("=", 1) for line in listing.splitlines() if "=" in line)
    for option, variable in PIP_TO_UV.items():
        value = env.get("PIP_" + option.upper().replace("-", "_"))
        value = value or settings.get("install." + option) or settings.get("global." + option) or ""
        words = value.strip("'\"").replace("\\n", " ").split()  # pip lists a value as Python writes a string
        env.setdefault(variable, ("," if option == "find-links" else " ").join(words))
    for bundle in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):  # pip heeds these, uv does not
        env["SSL_CERT_FILE"] = env["SSL_CERT_FILE"] or env.get(bundle, "")
    env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")  # as pip does; safe, as the lock's hashes bind
    return {name: value for name, value in env.items() if value}


def is_usable(uv: str) -> bool:
    """Whether this is a uv that runs (a version manager's stand-in may not) and is new enough."""
    if not os.path.exists(uv):
        return False
    said = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout.split()
    return len(said) > 1 and tuple(int(part) for part in said[1].split(".")[:2]) >= MINIMUM_UV


def set_up(kind: str) -> None:
    """Make .venv, or bring it up to the lock: with the user's uv, with a private one, or with pip."""
    env, content, lock = set_up_environment(), stamp(kind), os.path.join(ROOT, LOCKS[kind])

    def call(*command: str) -> None:  # the lock is inherited: a step that outlives a killed set-up keeps it
        null = subprocess.DEVNULL  # standard input and output are the command's
        step = subprocess.run(command, cwd=ROOT, env=env, stdin=null, stdout=2, close_fds=False, check=False)
        if step.returncode:
            raise OSError(f"{' '.join(command)} ended with code {step.returncode}")

    is_fresh = os.fsencode(f"\n{ROOT}\n") not in read_stamp()
    shutil.rmtree(VENV, ignore_errors=True) if is_fresh else os.remove(STAMP)
    try:
        uv = next((each for each in (shutil.which("uv") or "", PRIVATE_UV) if is_usable(each)), "")
        if not uv:  # into a plain folder: seconds faster than a venv, and a Python that refuses pip allows it
            shutil.rmtree(TOOLS, ignore_errors=True)
            call(sys.executable, *PIP_INSTALL, "requirements-uv.lock", "--target", os.path.join(TOOLS, "new"))
            os.replace(os.path.join(TOOLS, "new", "bin"), os.path.join(TOOLS, "bin"))
        if is_fresh:
            call(uv or PRIVATE_UV, "venv", "--quiet", "--python", sys.executable, VENV)
        call(uv or PRIVATE_UV, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)
    except OSError:
        print("uv did not work here; trying venv and pip (about a minute) ...", file=sys.stderr)
        call(sys.executable, "-m", "venv", "--clear", VENV)
        call(PYTHON, *PIP_INSTALL, lock)
    call(PYTHON, "-c", LINK, os.path.join(ROOT, "src"))
    with open(STAMP, "wb") as file:
        file.write(content)


def main() -> None:
    """Make the environment ready if it is not, and become the command."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    name, kind = sys.argv[1], "runtime" if sys.argv[1] == "pourparler" else "development"
    ready = (stamp(kind), stamp("development"))  # the development packages include the run-time ones
    if read_stamp() not in ready:
        print("Setting up (about half a minute the first time) ...", file=sys.stderr)
        with open(os.path.join(ROOT, ".setup-lock"), "w") as lock:
            os.set_inheritable(lock.fileno(), True)
            if os.name == "posix":  # elsewhere, two set-ups at once are not kept apart
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
            if read_stamp() not in ready:
                set_up("development" if read_stamp().startswith(b"development\n") else kind)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # without bytecode, imports take 3 to 5 times as long
    words = [os.path.join(VENV, BIN, name + EXE), *sys.argv[2:]]
    if name == "pourparler":  # -P: no file in the caller's folder may pass for a module
        words = [PYTHON, "-P", "-m", "pourparler", *sys.argv[2:]]
    if not os.path.exists(words[0]):
        sys.exit(f"There is no command {name} in this checkout's environment.")
    os.execv(words[0], words)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped. The next call starts the set-up again.")
    except OSError as problem:
        sys.exit(f"The environment could not be set up: {problem}")
