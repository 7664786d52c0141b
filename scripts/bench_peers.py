"""Times dehusk, Resiliparse and trafilatura on the same pages, in turns of some pages each.

Each tool turns decoded HTML into main text; the time is processor time of that alone, measured inside the tool's own
process. Reading and decoding count for nobody. The best of two rounds counts for a page.
"""

import logging
import random
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

CHUNK = 40
ROUNDS = 2
PYTHON_TOOLS = {
    "resiliparse": lambda html: extract_plain_text(html, main_content=True),
    "trafilatura": trafilatura.extract,
}


def decoded(path, encoding):
    """The text of a page, in the encoding that dehusk found."""
    try:
        return path.read_bytes().decode(encoding, errors="replace")
    except LookupError:
        return path.read_bytes().decode("utf-8", errors="replace")


def time_ours(server, paths):
    """Seconds and encoding of every page."""
    answers = []
    for path in paths:
        server.stdin.write(f"{path}\n")
        server.stdin.flush()
        nanoseconds, encoding = server.stdout.readline().split()
        answers.append((int(nanoseconds) / 1e9, encoding))
    return answers


def time_python(tool, pages):
    """Seconds of every page; a tool that throws has had its time too."""
    seconds = []
    for html in pages:
        start = time.thread_time()
        try:
            tool(html)
        except Exception as error:  # A peer's fault is told, not hidden.
            print(f"{tool}: {error!r}", file=sys.stderr)
        seconds.append(time.thread_time() - start)
    return seconds


def measure(program, paths):
    """Best seconds of every tool on every page."""
    server = subprocess.Popen([program, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    best = {name: [] for name in ("ours", *PYTHON_TOOLS)}
    for at in range(0, len(paths), CHUNK):
        chunk = paths[at : at + CHUNK]
        rounds = {name: [] for name in best}
        for _ in range(ROUNDS):
            ours = time_ours(server, chunk)
            rounds["ours"].append([seconds for seconds, _ in ours])
            pages = [decoded(path, encoding) for path, (_, encoding) in zip(chunk, ours)]
            for name, tool in PYTHON_TOOLS.items():
                rounds[name].append(time_python(tool, pages))
        for name, times in rounds.items():
            best[name] += [min(page) for page in zip(*times)]
    server.stdin.close()
    server.wait()
    return best


def interval(above, below):
    """Where 95 % of the ratios of sums lie when pages are drawn again."""
    draw = random.Random(1)
    pairs = list(zip(above, below))
    ratios = []
    for _ in range(1000):
        drawn = draw.choices(pairs, k=len(pairs))
        ratios.append(sum(a for a, _ in drawn) / sum(b for _, b in drawn))
    ratios.sort()
    return ratios[25], ratios[974]


def main():
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    program, folder = sys.argv[1:]
    paths = sorted(Path(folder).resolve().rglob("*.html"))
    n_bytes = sum(path.stat().st_size for path in paths)
    best = measure(program, paths)
    print(f"{len(paths)} pages, {n_bytes / 1e6:.1f} MB; decoded HTML to main text, processor time, best of {ROUNDS}")
    print("| tool | times our time (95 %) | p99, times ours | mean ms | median ms | p99 ms | pages/s | MB/s |")
    print("|---|---|---|---|---|---|---|---|")
    at = lambda values, share: sorted(values)[round((len(values) - 1) * share)]
    for name, times in best.items():
        title = "dehusk" if name == "ours" else f"{name} {version(name)}"
        total, ours = sum(times), best["ours"]
        low, high = interval(times, ours)
        cells = [
            title,
            f"{total / sum(ours):.2f} [{low:.2f}, {high:.2f}]",
            f"{at(times, 0.99) / at(ours, 0.99):.2f}",
            *(f"{seconds * 1e3:.2f}" for seconds in (total / len(times), at(times, 0.5), at(times, 0.99))),
            f"{len(times) / total:.0f}",
            f"{n_bytes / 1e6 / total:.1f}",
        ]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
