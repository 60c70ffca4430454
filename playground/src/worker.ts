/** Runs the checker under Pyodide, away from the page's own thread. */

import type { Answer, Question, Report } from "./protocol";

type Check = (text: string, scope: string, guards: string) => string;

interface Python {
  FS: { mkdirTree(path: string): void };
  unpackArchive(archive: ArrayBuffer, format: string, options: { extractDir: string }): void;
  runPython(code: string): unknown;
  pyimport(name: string): { check: Check; about(): string };
}

function say(answer: Answer): void {
  postMessage(answer);
}

async function start(): Promise<Check> {
  say({ kind: "loading", what: "Loading Python" });
  const archive = fetch("nsa_lint.zip").then((response) => {
    if (!response.ok) throw new Error(`nsa_lint.zip: ${response.status}`);
    return response.arrayBuffer();
  });
  const runtime = "./pyodide/pyodide.mjs"; // not bundled: it finds its own files beside itself
  const { loadPyodide } = (await import(runtime)) as { loadPyodide(options: object): Promise<Python> };
  const python = await loadPyodide({ indexURL: new URL("pyodide/", self.location.href).href });
  say({ kind: "loading", what: "Loading the checker" });
  python.unpackArchive(await archive, "zip", { extractDir: "/checker" });
  python.runPython("import sys; sys.path.insert(0, '/checker')");
  const page = python.pyimport("page");
  page.check("def f(use_triton):\n    if use_triton:\n        x = 1\n    return x\n", "dispatch", ""); // imports all
  say({ kind: "ready", ...(JSON.parse(page.about()) as { python: string; version: string }) });
  return page.check;
}

const check = start();
check.catch((error: unknown) => say({ kind: "failed", message: String(error) }));

let newest = 0;

onmessage = async (event: MessageEvent<Question>) => {
  const { id, text, scope, guards } = event.data;
  newest = id;
  const run = await check;
  await new Promise((next) => setTimeout(next)); // let what was typed meanwhile come in
  if (id !== newest) return;
  const report = JSON.parse(run(text, scope, guards)) as Report;
  say({ kind: "report", id, report });
};
