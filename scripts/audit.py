"""Audit the environment that runs this script, without the network.

Every installed package must be pinned in requirements-dev.txt at that version, have a licence
compatible with ours, and match the digests of its wheel. The pins must meet pyproject.toml.
For known vulnerabilities run `make audit`, which needs the network.
"""

import base64
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackagePath, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = ROOT / "requirements-dev.txt"
UNPINNED = ("mss-cli", "pip", "setuptools")  # the project, and what Python's venv installs
# Names and SPDX identifiers of licences that let anyone use and redistribute the package.
LICENCES = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla)\b")


def read_pins(text: str) -> dict[str, Requirement]:
    """Return the requirements of a pinned file by package name, without their digests."""
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*)", text, re.MULTILINE)
    found = (Requirement(line.strip()) for line in lines)
    return {canonicalize_name(pin.name): pin for pin in found}


def requirements(project: dict[str, Any]) -> list[Requirement]:
    """Return what pyproject.toml requires to run, test and build the project."""
    table = project["project"]
    lists = (table["dependencies"], table["optional-dependencies"]["dev"])
    return [Requirement(r) for r in (*lists[0], *lists[1], *project["build-system"]["requires"])]


def unmet(required: list[Requirement], pinned: dict[str, Requirement]) -> Iterator[str]:
    """Yield a line for each requirement that no pin meets."""
    for requirement in required:
        pin = pinned.get(canonicalize_name(requirement.name))
        if pin is None or not requirement.specifier.contains(_version(pin)):
            yield f"requirements-dev.txt does not pin {requirement}; run 'make lock'"


def _version(pin: Requirement) -> str:
    return str(pin.specifier).removeprefix("==")


def deviations(installed: dict[str, Distribution], pinned: dict[str, Requirement]) -> Iterator[str]:
    """Yield a line for each package that is unpinned, missing, or not at its pinned version.

    A pin whose marker excludes this Python or system may be missing.
    """
    for name, package in installed.items():
        if name not in pinned and name not in UNPINNED:
            yield f"{name} {package.version} is installed, but not pinned"
    for name, pin in pinned.items():
        version = installed[name].version if name in installed else None
        if version != _version(pin) and (pin.marker is None or pin.marker.evaluate()):
            yield f"{pin.name} {_version(pin)} is pinned, but {version or 'nothing'} is installed"


def licence(package: Distribution) -> str:
    """Return the licence that a package declares in its metadata."""
    fields = {key: package.metadata.get_all(key) or [] for key in ("License-Expression", "License")}
    classifiers = package.metadata.get_all("Classifier") or []
    classified = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    return "; ".join(fields["License-Expression"] or classified or fields["License"]) or "none"


def changed_files(package: Distribution) -> Iterator[str]:
    """Yield a line for each file of a package that differs from its wheel."""
    for file in package.files or []:
        if file.hash is not None and _digest(file) != file.hash.value:
            yield f"{file} differs from the wheel of {package.name} {package.version}"


def _digest(file: PackagePath) -> str:
    assert file.hash is not None
    try:
        content = Path(file.locate()).read_bytes()
    except OSError:
        return "missing"
    digest = hashlib.new(file.hash.mode, content).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def main() -> int:
    """Print the problems, or how many packages passed; return the exit status."""
    pinned = read_pins(PINS.read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed: dict[str, Distribution] = {canonicalize_name(d.name): d for d in distributions()}
    problems = [*unmet(requirements(project), pinned), *deviations(installed, pinned)]
    for name, package in installed.items():
        if name not in UNPINNED and not LICENCES.search(licence(package)):
            problems.append(f"{name}: check its licence by hand: {licence(package)}")
        problems.extend(changed_files(package) if name != "mss-cli" else [])
    for line in problems:
        print(f"audit: {line}", file=sys.stderr)
    if not problems:
        print(f"{len(installed)} packages: pinned, unchanged, freely licensed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
