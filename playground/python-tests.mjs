/**
 * Runs tests of the checker under Pyodide's Python: `node python-tests.mjs SITE PYTEST-ARGUMENTS...`.
 *
 * SITE is a folder with the pure-Python packages that the tests need. The checkout is mounted as it is, so tests that
 * start processes, or need compiled packages, are not for here.
 */

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { loadPyodide } from "pyodide";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [site, ...args] = process.argv.slice(2);
const share = process.env.NSA_GUARD_SHARE ?? "1";
const env = {
  HOME: "/tmp",
  NSA_GUARD_CACHE: "/cache",
  NSA_GUARD_SHARE: share,
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHON_COLORS: "0", // argparse looks for colors in the environment once an option, a fifth of a command
};
const python = await loadPyodide({ env });
const cache = process.env.NSA_GUARD_CACHE ?? `${root}/.cache`;
for (const [at, path] of [["/checkout", root], ["/packages", resolve(site)], ["/cache", cache]]) {
  python.FS.mkdirTree(at);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: path }, at);
}
python.globals.set("arguments", python.toPy(args));
// Node shows the line of an error of the runtime, which is all of Pyodide.
process.on("uncaughtException", (error) => {
  console.error(String(error.stack ?? error).slice(0, 2000));
  process.exit(70);
});
const status = python.runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/checkout", "/packages"]
os.chdir("/checkout")
import pytest
print("Python", sys.version)
int(pytest.main(["-p", "no:cacheprovider", "--capture=sys", *arguments]))  # no process has another stdout
`);
process.exit(status);
