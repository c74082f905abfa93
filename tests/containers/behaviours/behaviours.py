"""Does one thing that an analytics may do, chosen by the environment variable `behaviour`."""

import ctypes
import os
import shutil
import socket
import sys
import time

INPUT = "/data/input/"
OUTPUT = "/data/output/"
DISPLAY = "/data/display/"


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def nothing():
    pass


def copy():
    """Gives every input back as it came."""
    for name in sorted(os.listdir(INPUT)):
        shutil.copyfile(INPUT + name, OUTPUT + name)


def failing():
    print("this goes to standard output")
    print("this goes to standard error", file=sys.stderr)
    print("a hostile line: \x1b[31mred\x1b[0m \u202eturned", file=sys.stderr)
    sys.exit(3)


def talkative():
    """Fails after writing far more than anybody wants to keep."""
    for number in range(200000):
        print(f"line {number}")
    print("x" * 100000)
    sys.exit("the last line")


def not_parquet():
    write(OUTPUT + "0.parquet.gz", "id,type\n")


def symlink_output():
    os.symlink("/etc/hostname", OUTPUT + "0.parquet.gz")


def folder_output():
    os.mkdir(OUTPUT + "0.parquet.gz")


def pipe_output():
    os.mkfifo(OUTPUT + "0.parquet.gz")


def display():
    write(DISPLAY + "greeting.html", "<p>Hello from a container.</p>")


def two_displays():
    display()
    write(DISPLAY + "second.html", "<p>And again.</p>")


def image_display():
    write(DISPLAY + "chart.png", "not even an image")


def symlink_display():
    os.symlink("/etc/hostname", DISPLAY + "a.html")


def forever():
    print("waiting", flush=True)
    while True:
        time.sleep(3600)


def killed():
    ctypes.string_at(0)  # no other signal ends the first process of a container from within


def memory():
    """Takes memory until there is no more."""
    kept = []
    while True:
        kept.append(b"x" * (16 << 20))


def processes():
    """Succeeds if the number of processes is bounded."""
    children = []
    try:
        for _ in range(5000):
            child = os.fork()
            if child == 0:
                time.sleep(3600)
            children.append(child)
    except OSError:
        return
    finally:
        for child in children:
            os.kill(child, 9)
    sys.exit("5000 processes could be started")


def litter():
    """Leaves what is hard to remove: a deep tree, closed folders, odd names."""
    copy()
    os.chdir(OUTPUT)
    for _ in range(3000):
        os.mkdir("deep")
        os.chdir("deep")
    write("file", "at the bottom")
    os.makedirs(OUTPUT + "closed/inner")
    write(OUTPUT + "closed/inner/file", "behind a closed door")
    os.chmod(OUTPUT + "closed/inner", 0)
    os.chmod(OUTPUT + "closed", 0)
    write(OUTPUT + "\n\x1b[2J", "odd name")


def confined():
    """Succeeds if the container can do only what it should."""
    problems = []
    for path in ("/root/x", "/opt/analytics/x", "/x", INPUT + "x", "/data/x"):
        try:
            write(path, "x")
            problems.append(f"could write {path}")
        except OSError:
            pass
    write("/tmp/x", "x")
    write(os.path.expanduser("~/x"), "x")
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=1)
        problems.append("reached the network")
    except OSError:
        pass
    interfaces = [name for name in os.listdir("/sys/class/net") if name.startswith(("eth", "en"))]
    if interfaces:
        problems.append(f"has network interfaces {interfaces}")
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(("CapEff", "CapPrm", "CapBnd")) and int(line.split()[1], 16) != 0:
                problems.append(line.strip())
            if line.startswith("NoNewPrivs") and line.split()[1] != "1":
                problems.append(line.strip())
    if problems:
        sys.exit("; ".join(problems))


def environment():
    """Shows the arguments that arrived."""
    wanted = ("columns", "n", "odd-name", "text", "HOME")
    write(DISPLAY + "environment.html", "".join(f"{name}={os.environ.get(name)}\n" for name in wanted))


BEHAVIOURS = {
    function.__name__: function
    for function in (
        nothing,
        copy,
        failing,
        talkative,
        not_parquet,
        symlink_output,
        folder_output,
        pipe_output,
        display,
        two_displays,
        image_display,
        symlink_display,
        forever,
        killed,
        memory,
        processes,
        litter,
        confined,
        environment,
    )
}

if __name__ == "__main__":
    BEHAVIOURS[os.environ["behaviour"]]()
