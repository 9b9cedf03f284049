"""The entry point of `mss` and of `python -m mss_cli`."""

import gc
import signal
import sys

INTERRUPTED = 130  # 128 + SIGINT, as shells report it


def main() -> int:
    """Run the program and return its exit status, even if it is interrupted while it loads."""
    gc.disable()  # a run is too short for garbage collection to pay off
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not ignored
            signal.signal(signal.SIGINT, _interrupt)
        from mss_cli.cli.entry import main as run

        code = run()
        gc.freeze()  # or Python collects garbage once more at exit
        return code
    except KeyboardInterrupt:
        return INTERRUPTED


def _interrupt(*_: object) -> None:
    """Interrupt the program; a second interrupt during the clean-up ends it at once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
