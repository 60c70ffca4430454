/**
 * The memory of a Pyodide that has imported the checker and used it. A page that begins with it neither starts Python
 * nor imports anything.
 */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { loadPyodide } from "pyodide";

const here = dirname(fileURLToPath(import.meta.url));

/**
 * The bytes for Pyodide's `_loadSnapshot`.
 *
 * @param {Uint8Array} archive what pack.py has written
 * @param {string[]} texts programs to check
 */
export async function snapshot(archive, texts) {
  // The same order of sets in each build; and no path of the machine that builds.
  const env = { PYTHONHASHSEED: "0" };
  const python = await loadPyodide({ _makeSnapshot: true, _sysExecutable: "/usr/bin/python", env });
  python.FS.writeFile("/checker.zip", archive);
  const prepare = readFileSync(join(here, "prepare.py"), "utf8");
  try {
    python.runPython(`${prepare}\nprepare("/checker.zip", ${JSON.stringify(texts)})`, { filename: "prepare.py" });
  } catch (error) {
    throw new Error(error.message); // Node would show the line of Pyodide that threw it, which is all of Pyodide
  }
  return python.makeMemorySnapshot();
}
