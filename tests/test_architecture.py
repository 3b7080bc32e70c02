"""The house and its rules: imports point down, modules stay small, nothing of this machine is in a file."""

import ast
import os
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "curation"
FOLDERS = ("curation", "tests", "data", "benchmarks", ".ci", ".streamlit")
LONGEST_MODULE = 400
SHARED_FOLDERS = {"/", "/home/", "/mnt/", "/opt/", "/srv/", "/usr/src/", "/var/tmp/", f"{tempfile.gettempdir()}/"}
# Put together here, so that this file does not hold what it looks for.
PUBLIC_REGISTRIES = {
    ".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"))
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def project_files() -> list[Path]:
    """What is in git or would be added to it; in a copy without git, what its folders hold."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        paths = {ROOT / name for name in listed.stdout.decode().split("\0") if name}
    else:
        paths = {*ROOT.iterdir(), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))}
    return sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts)


@cache
def texts() -> dict[str, str]:
    """The files of the project that are text, by name."""
    contents = {named(path): path.read_bytes() for path in project_files()}
    return {name: content.decode("utf-8", "replace") for name, content in contents.items() if b"\0" not in content}


@cache
def modules() -> dict[str, ast.Module]:
    """The modules of the package, parsed, by name."""
    return {
        name: ast.parse(text) for name, text in texts().items() if name.startswith("curation/") and name.endswith(".py")
    }


def imports(tree: ast.AST) -> set[str]:
    """The modules that a piece of source imports, by their full names."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_imports_keep_the_contracts_of_the_house():
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    checked = run_python("-c", linter, "--config", str(ROOT / ".importlinter"), "--no-cache", "--no-logo")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Imports point down only KEPT" in checked.stdout


def test_the_command_line_starts_without_the_screens():
    """The command line imports `curation.ui` inside the command that serves, or every command would wait for it."""
    loaded = run_python("-c", "import sys, curation.cli; print(*{name.split('.')[0] for name in sys.modules})")
    assert loaded.returncode == 0, loaded.stderr
    assert "curation" in loaded.stdout.split()
    assert "streamlit" not in loaded.stdout.split()


def test_numbers_are_made_of_numpy_scipy_numba_and_labels_of_pandas():
    """pandas only for `factorize`: turning labels into integers is most of the time of a fit from labels."""
    found = {
        (name, module.partition(".")[0])
        for name, tree in modules().items()
        if name.startswith("curation/ranking/")
        for module in imports(tree)
    }
    known = {"curation", "numpy", "scipy", "numba", "pandas", *sys.stdlib_module_names}
    assert {(name, package) for name, package in found if package not in known} == set()


def test_no_module_has_more_than_400_lines():
    lengths = {name: len(text.splitlines()) for name, text in texts().items() if name.endswith(".py")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_there_is_no_drawer_for_everything():
    drawers = re.compile(r"(^|/)_?(utils?|helpers?|misc)(/|\.py$)")
    assert [name for name in texts() if drawers.search(name)] == []


def test_every_module_and_package_says_in_its_first_line_what_it_is():
    first_lines = {name: (ast.get_docstring(tree) or "").partition("\n")[0] for name, tree in modules().items()}
    assert [name for name, line in first_lines.items() if not line.strip()] == []


def test_every_folder_with_modules_is_a_package():
    folders = {Path(name).parent for name in modules()}
    # The pages are scripts that Streamlit runs; nobody imports them.
    without = {folder.as_posix() for folder in folders if not (ROOT / folder / "__init__.py").is_file()}
    assert without - {"curation/ui/app_pages"} == set()


def test_only_the_command_line_prints():
    printing = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if not name.startswith("curation/cli")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_no_html_is_passed_through_unchecked():
    unsafe = [
        f"{name}:{node.value.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "unsafe_allow_html"
        and not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]
    assert unsafe == []


def test_no_parameter_is_called_alpha():
    called = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.arg) and node.arg == "alpha"
    ]
    assert called == []


def test_no_file_names_a_place_of_this_machine():
    """Home folders, the folder this copy stands in, and the package registries this machine is told to use."""
    places = {f"{ROOT.parent}/", f"{ROOT}/", f"{Path.home()}/."} - SHARED_FOLDERS
    told = [value for name, value in os.environ.items() if re.search(r"INDEX_URL|REGISTRY", name)]
    told.append(run_python("-m", "pip", "config", "list").stdout)
    hosts = {host for value in told for host in re.findall(r"https?://(?:[^@/\s]*@)?([^/\s'\"]+)", value)}
    forbidden = [r"/(?:home|Users)/[a-z][\w.-]*/", *map(re.escape, sorted(places | hosts | PUBLIC_REGISTRIES))]
    pattern = re.compile("|".join(forbidden))
    assert [f"{name}: {found[0]}" for name, text in texts().items() if (found := pattern.search(text))] == []


def test_no_file_holds_what_looks_like_a_key():
    secret = re.compile(r"\b(sk-[A-Za-z0-9]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16}|hf_[A-Za-z0-9]{30,})\b")
    assert [name for name, text in texts().items() if secret.search(text)] == []
