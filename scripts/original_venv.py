"""The original, Kestrel 1.8.2, in a Python environment of its own below build/, for tests and measurements beside it."""

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "scripts/original_requirements.txt"
FOLDER = ROOT / "build/original"


def python():
    """Returns its interpreter, made once, and nothing; or nothing, and why it could not be had."""
    program, stamp = FOLDER / "bin/python", FOLDER / "requirements.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return program, None
    shutil.rmtree(FOLDER, ignore_errors=True)
    for step in ([sys.executable, "-m", "venv", FOLDER],
                 [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "-r", REQUIREMENTS]):
        done = subprocess.run([str(word) for word in step], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            return None, f"the original could not be installed: {said[-1] if said else 'no reason given'}"
    stamp.write_text(wanted, encoding="utf-8")
    return program, None
