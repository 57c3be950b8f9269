"""Runs the kit: `python3 src/bench/gpu --out FOLDER`. See README.md beside this file."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))

LIMIT_MIB = 64

# The sections, the most important first, with the seconds that each may take; what one leaves is the next one's.
SECTIONS = [("machine", 25), ("correctness", 110), ("speed", 140), ("exhaustion", 50), ("kernels", 40), ("variants", 65),
            ("compiled", 50)]

# The variable that keeps NVIDIA's libraries from TF32 where it is 0, as the service sets it.
TF32 = "NVIDIA_TF32_OVERRIDE"

# The sections that have both, by PyTorch's own switches, which that variable would overrule.
WITH_TF32 = ["machine", "variants"]

# How long a section may go on past its time before it is ended.
GRACE = 15


def arguments():
    parser = argparse.ArgumentParser(prog="python3 src/bench/gpu", description="Checks and times this project's archives.")
    parser.add_argument("--out", help="folder for report.json, report.md and log.txt")
    parser.add_argument("--parts", default=os.path.join(REPOSITORY, "target", "bench", "gpu", "parts.zip"),
                        help="what GpuParts wrote")
    parser.add_argument("--fixtures", default=os.path.join(REPOSITORY, "src", "test", "resources", "fixtures"))
    parser.add_argument("--device", choices=["auto", "cuda", "cpu"], default="auto",
                        help="cpu is a rehearsal: tiny models, small images")
    parser.add_argument("--minutes", type=float, default=8, help="for everything")
    parser.add_argument("--sections", default=",".join(name for name, _ in SECTIONS))
    parser.add_argument("--models", help="only those, of the published ones")
    parser.add_argument("--dry-run", action="store_true", help="only say what would travel, and how large it is")
    parser.add_argument("--section", help=argparse.SUPPRESS)
    parser.add_argument("--scenario", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=60, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = arguments()
    if options.dry_run:
        sys.exit(dry_run(options))
    if options.section:
        import sections

        sections.run(options)
        return
    if not options.out:
        sys.exit("--out is missing")
    sys.exit(run(options))


def run(options):
    device = chosen(options.device)
    if device is None:
        return 3
    from reporting import Report

    os.makedirs(options.out, exist_ok=True)
    report = Report(options.out, f"Archives of commit {commit(options.parts)} on {device}")
    end = time.monotonic() + 60 * options.minutes
    saved = 0.0
    wanted = options.sections.split(",")
    with tempfile.TemporaryDirectory() as scratch, open(os.path.join(options.out, "log.txt"), "w", encoding="utf-8") as log:
        for name, seconds in SECTIONS:
            if name not in wanted:
                continue
            allowed = min(seconds * options.minutes / 8 + saved, end - time.monotonic() - GRACE)
            if allowed < 5:
                report.ended(name, "no time left", 0)
                continue
            begun = time.monotonic()
            report.ended(name, one(report, options, name, device, allowed, scratch, log), time.monotonic() - begun)
            saved = max(0.0, allowed - (time.monotonic() - begun))
    report.complete()
    failed = report.failed_checks()
    broken = [name for name, section in report.found["sections"].items() if section["status"].startswith("ended with")]
    passed = len(report.found["tables"].get("checks", [])) - len(failed)
    print(f"{passed} passed, {len(failed)} failed; sections that broke: {', '.join(broken) or 'none'}")
    print(os.path.join(options.out, "report.md"))
    return 1 if failed or broken else 0


def one(report, options, name, device, seconds, scratch, log):
    """Runs a section in a process of its own: what it breaks, or what hangs in it, ends with it."""
    command = [sys.executable, HERE, "--section", name, "--device", device, "--seconds", str(seconds), "--out", scratch,
               "--parts", options.parts, "--fixtures", options.fixtures]
    if options.models:
        command += ["--models", options.models]
    print(f"{name}: at most {seconds:.0f} s", flush=True)
    log.write(f"\n== {name}\n")
    log.flush()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment(name))
    killer = threading.Timer(seconds + GRACE, process.kill)
    killer.start()
    try:
        for line in process.stdout:
            if line.startswith("{"):
                report.take(name, line)
            else:
                log.write(line)
        status = process.wait()
    finally:
        killer.cancel()
        process.kill()
    if status == 0:
        return "done"
    return "cut short" if status == -9 else f"ended with {status}"


def environment(section):
    """The environment of a section: float32 is what the service has, unless TF32 is looked at."""
    found = {name: value for name, value in os.environ.items() if name != TF32}
    return found if section in WITH_TF32 else found | {TF32: "0"}


def chosen(device):
    try:
        import torch
    except ImportError:
        print(f"{sys.executable} has no PyTorch: nothing is run")
        return None
    if tuple(int(part) for part in torch.__version__.split(".")[:2]) < (2, 7):
        print(f"PyTorch {torch.__version__} is older than 2.7: nothing is run")
        return None
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return device


def commit(parts):
    """Which sources the archives are of."""
    with zipfile.ZipFile(parts) as file:
        return json.loads(file.read("index.json"))["commit"]


def dry_run(options):
    """What travels: the repository's files that git knows or does not ignore, and the parts."""
    listed = subprocess.run(["git", "-C", REPOSITORY, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, text=True, check=True).stdout.split("\0")
    tree = sum(size(os.path.join(REPOSITORY, name)) for name in set(listed) if name)
    parts = size(options.parts)
    if not parts:
        print(f"{options.parts} is missing: write it with GpuParts")
        return 1
    total = tree + parts
    for name, length in [("the repository's tree", tree), (os.path.relpath(options.parts, REPOSITORY), parts),
                         ("together", total), ("at most", LIMIT_MIB * 2**20)]:
        print(f"{length / 2**20:8.1f} MiB  {name}")
    print("What comes back: report.json, report.md and log.txt")
    return 0 if total <= LIMIT_MIB * 2**20 else 1


def size(path):
    return os.path.getsize(path) if os.path.isfile(path) else 0


if __name__ == "__main__":
    main()
