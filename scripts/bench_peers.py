"""Times dehusk, Resiliparse and trafilatura on the same pages, in turns of some pages each.

Each tool turns a page into main text, once from the bytes of a crawl, decoding included, and once from decoded HTML;
the time is processor time of that alone, measured inside the tool's own process. Reading the file counts for nobody.
The best of two rounds counts for a page.
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
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

CHUNK = 40
ROUNDS = 2
STARTS = ("bytes", "text")
PYTHON_TOOLS = {
    "resiliparse": {
        "bytes": lambda page: extract_plain_text(
            HTMLTree.parse_from_bytes(page, detect_encoding(page)), main_content=True
        ),
        "text": lambda html: extract_plain_text(html, main_content=True),
    },
    "trafilatura": dict.fromkeys(STARTS, trafilatura.extract),
}


def decoded(page, encoding):
    """The text of a page's bytes, in the encoding that dehusk found."""
    try:
        return page.decode(encoding, errors="replace")
    except LookupError:
        return page.decode("utf-8", errors="replace")


def time_ours(server, start, paths):
    """Seconds and encoding of every page."""
    answers = []
    for path in paths:
        server.stdin.write(f"{start} {path}\n")
        server.stdin.flush()
        nanoseconds, encoding = server.stdout.readline().split()
        answers.append((int(nanoseconds) / 1e9, encoding))
    return answers


def time_python(tool, pages):
    """Seconds of every page; a tool that throws has had its time too."""
    seconds = []
    for page in pages:
        start = time.thread_time()
        try:
            tool(page)
        except Exception as error:  # A peer's fault is told, not hidden.
            print(f"{tool}: {error!r}", file=sys.stderr)
        seconds.append(time.thread_time() - start)
    return seconds


def time_chunk(server, start, paths):
    """Seconds of every tool on every page, from one of `STARTS`."""
    ours = time_ours(server, start, paths)
    pages = [path.read_bytes() for path in paths]
    if start == "text":
        pages = [decoded(page, encoding) for page, (_, encoding) in zip(pages, ours)]
    peers = {name: time_python(tools[start], pages) for name, tools in PYTHON_TOOLS.items()}
    return {"ours": [seconds for seconds, _ in ours], **peers}


def measure(program, paths):
    """Best seconds of every tool on every page, for each of `STARTS`."""
    server = subprocess.Popen([program, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    best = {start: {name: [] for name in ("ours", *PYTHON_TOOLS)} for start in STARTS}
    for at in range(0, len(paths), CHUNK):
        chunk = paths[at : at + CHUNK]
        rounds = [{start: time_chunk(server, start, chunk) for start in STARTS} for _ in range(ROUNDS)]
        for start, times in best.items():
            for name, seconds in times.items():
                seconds += [min(page) for page in zip(*(times_of[start][name] for times_of in rounds))]
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


def print_table(best, n_bytes):
    """A row a tool: how many times our time it takes, and its own figures."""
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


def main():
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    program, folder = sys.argv[1:]
    paths = sorted(Path(folder).resolve().rglob("*.html"))
    n_bytes = sum(path.stat().st_size for path in paths)
    for start, best in measure(program, paths).items():
        print(f"\n{len(paths)} pages, {n_bytes / 1e6:.1f} MB; from {start}, processor time, best of {ROUNDS}\n")
        print_table(best, n_bytes)


if __name__ == "__main__":
    main()
