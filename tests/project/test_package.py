"""The package: the wheel, the pinned requirements, the audit of the environment."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

from mss_cli import __version__
from scripts import audit

PYPROJECT = ROOT / "pyproject.toml"
TREE = ("mss_cli", "data", "docs", "tests", "scripts", "benchmarks", "README.md", "LICENSE")
FILES = ("pyproject.toml", "Makefile", "CHANGELOG.md", "requirements-dev.txt")


def built(where: Path, kind: str, moment: int) -> Path:
    """Copy the project to a directory, set the time of all files, and build it there."""
    skipped = shutil.ignore_patterns("__pycache__", ".*")
    for name in (*TREE, *FILES):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, where / name, ignore=skipped)
        else:
            where.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, where / name)
    for path in sorted(where.rglob("*")):
        os.utime(path, (moment, moment))
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", "out"],
        cwd=where,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    (made,) = (where / "out").iterdir()
    return made


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_are_byte_identical(tmp_path: Path, kind: str) -> None:
    one = built(tmp_path / "one", kind, 1_000_000_000)
    other = built(tmp_path / "another place", kind, 1_700_000_000)
    assert one.name == other.name
    digests = {hashlib.sha256(file.read_bytes()).hexdigest() for file in (one, other)}
    assert len(digests) == 1


def test_wheel_has_the_program_and_its_store_and_runs(tmp_path: Path) -> None:
    wheel = built(tmp_path / "one", "wheel", 1_000_000_000)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "installed")
    assert {name.split("/")[0] for name in names} == {"mss_cli", f"mss_cli-{__version__}.dist-info"}
    for directory, inside in (("mss_cli", "mss_cli"), ("data", "mss_cli/data")):
        files = [p for p in (ROOT / directory).rglob("*") if p.is_file()]
        wanted = {f"{inside}/{p.relative_to(ROOT / directory).as_posix()}" for p in files}
        wanted = {name for name in wanted if "__pycache__" not in name}
        assert wanted <= set(names)
    done = subprocess.run(
        [sys.executable, "-m", "mss_cli", "sources", "-q", "--fields", "file"],
        cwd=tmp_path / "installed",
        capture_output=True,
        text=True,
        check=False,
    )
    sources = json.loads((ROOT / "data" / "sources.json").read_text(encoding="utf-8"))
    listed = "".join(f"{source['file']}\n" for source in sources)
    assert (done.returncode, done.stdout, done.stderr) == (0, listed, "")


def test_pins_meet_the_requirements() -> None:
    text = audit.PINS.read_text(encoding="utf-8")
    pinned = audit.read_pins(text)
    asked = audit.requirements(tomllib.loads(PYPROJECT.read_text(encoding="utf-8")))
    assert list(audit.unmet(asked, pinned)) == []
    assert list(audit.unmet([Requirement("typer>=0.99"), Requirement("no-such")], pinned)) == [
        "requirements-dev.txt does not pin typer>=0.99; run 'make lock'",
        "requirements-dev.txt does not pin no-such; run 'make lock'",
    ]


def test_every_pin_has_digests_and_no_url() -> None:
    text = audit.PINS.read_text(encoding="utf-8")
    blocks = [b for b in text.replace("\\\n", "").splitlines() if not b.startswith("#")]
    names = {block.partition("==")[0] for block in blocks}  # one may be pinned for each Python
    assert len(names) == len(audit.read_pins(text)) > 20
    assert [b for b in blocks if "==" not in b or "--hash=sha256:" not in b] == []
    assert "://" not in text


def test_audit_reports_missing_and_unpinned_packages() -> None:
    text = "a-package==1.0 \\\n --hash=sha256:00\nold==2 ; python_version < '3'\n"
    assert list(audit.deviations({}, audit.read_pins(text))) == [
        "a-package 1.0 is pinned, but nothing is installed"
    ]
    assert list(audit.deviations({"pytest": distribution("pytest")}, {})) == [
        f"pytest {pytest.__version__} is installed, but not pinned"
    ]
