"""Search for inputs that break a promise.

    python -m fuzz TARGET [--seconds N] [--plain]     from tests/
    python -m fuzz TARGET --gather                    choose the corpus anew

With atheris (the extra `fuzz`), coverage guides the search. Without it, or with --plain,
Hypothesis varies the corpus. A finding goes to corpus/TARGET/found-DIGEST, where
tests/fuzz/test_fuzz.py replays it until the defect is fixed; the exit status is then 1.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from pkgutil import walk_packages
from time import monotonic

from fuzz.mutation import CORPUS, LONGEST, TOKENS, mutated, tokens

Target = Callable[[bytes], None]
WORK = Path(__file__).parent.parent.parent / "build" / "fuzz"  # the progress of a search


def main() -> int:
    """Read the arguments and search; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("target", choices=TOKENS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--plain", action="store_true", help="without atheris")
    parser.add_argument("--gather", action="store_true", help="choose the corpus anew")
    args = parser.parse_args()
    if args.gather:
        from fuzz.gather import gather

        return gather(args.target, WORK / args.target)
    guided = not args.plain and find_spec("atheris") is not None
    how = "atheris, guided by coverage" if guided else "Hypothesis, from the corpus"
    print(f"{args.target}: {args.seconds} seconds with {how}", flush=True)
    return (_guided if guided else _mutating)(args.target, args.seconds)


def _target(name: str) -> Target:
    from fuzz.targets import TARGETS

    return TARGETS[name]


def _found(name: str, data: bytes, error: BaseException) -> int:
    """Save and report a finding; return the exit status."""
    path = CORPUS / name / f"found-{sha256(data).hexdigest()[:10]}"
    path.write_bytes(data)
    print("".join(traceback.format_exception(error)), file=sys.stderr)
    print(f"{name}: a finding, {data!r}, kept as {path}", flush=True)
    return 1


def _guided(name: str, seconds: int) -> int:
    """Search with atheris, which ends the process when the time is up."""
    import atheris

    with atheris.instrument_imports(include=["mss_cli"]):
        import mss_cli

        for module in walk_packages(mss_cli.__path__, "mss_cli."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
        target = _target(name)

    def once(data: bytes) -> None:
        try:
            target(data)
        except BaseException as error:
            os._exit(_found(name, data, error))

    work = WORK / name
    work.mkdir(parents=True, exist_ok=True)
    words = work.with_suffix(".dict")
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in tokens(name)), encoding="ascii")
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=60"]
    more = [f"-dict={words}", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=1"]
    atheris.Setup([sys.argv[0], *limits, *more, str(work), str(CORPUS / name)], once)
    atheris.Fuzz()
    return 0


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


def _mutating(name: str, seconds: int) -> int:
    """Search with Hypothesis, which shrinks a finding."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    target, end, runs, last = _target(name), monotonic() + seconds, 0, b""

    def once(data: bytes) -> None:
        nonlocal runs, last
        if monotonic() < end or data == last:
            runs, last = runs + 1, data
            target(data)

    for number in count():
        search = settings(
            max_examples=500,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )(given(mutated(name))(once))
        try:
            seed(number)(search)()
        except Exception as error:
            return _found(name, last, error)
        if monotonic() > end:
            break
    print(f"{name}: {runs:,} runs, no finding")
    return 0


if __name__ == "__main__":
    sys.exit(main())
