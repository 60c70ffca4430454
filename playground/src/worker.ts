/** Runs the checker under Pyodide, away from the page's own thread. */

import type { Answer, Question, Report } from "./protocol";

type Check = (text: string, scope: string, guards: string) => string;

type CreateModule = (settings: { INITIAL_MEMORY: number }) => Promise<{ growMemory(bytes: number): void }>;

interface Python {
  pyimport(name: string): { check: Check; about(): string };
}

function say(answer: Answer): void {
  postMessage(answer);
}

/** Python as it was when the page was built: the checker imported, and used once (see snapshot.mjs). */
async function memory(): Promise<ArrayBuffer> {
  const response = await fetch("checker.snapshot");
  if (!response.ok || !response.body) throw new Error(`checker.snapshot: ${response.status}`);
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function start(): Promise<Check> {
  say({ kind: "loading", what: "Loading Python" });
  const snapshot = memory();
  const runtime = new URL("pyodide/", self.location.href).href; // not bundled: it finds its own files beside itself
  const [{ loadPyodide }, { default: create }] = (await Promise.all([
    import(`${runtime}pyodide.mjs`),
    import(`${runtime}pyodide.asm.mjs`),
  ])) as [{ loadPyodide(options: object): Promise<Python> }, { default: CreateModule }];
  const createPyodideModule: CreateModule = async (settings) => {
    const module = await create(settings);
    module.growMemory(settings.INITIAL_MEMORY); // what Pyodide asks for is not what it gets: a larger snapshot would not fit
    return module;
  };
  const python = await loadPyodide({ indexURL: runtime, _loadSnapshot: snapshot, createPyodideModule });
  const page = python.pyimport("page");
  say({ kind: "ready", ...(JSON.parse(page.about()) as { python: string; version: string }) });
  return page.check;
}

let check: Promise<Check>;

function restart(): void {
  check = start();
  check.catch((error: unknown) => say({ kind: "failed", message: String(error) }));
}

restart();

let newest = 0;

onmessage = async (event: MessageEvent<Question>) => {
  const { id, text, scope, guards } = event.data;
  newest = id;
  const run = await check;
  await new Promise((next) => setTimeout(next)); // let what was typed meanwhile come in
  if (id !== newest) return;
  say({ kind: "report", id, report: answer(run, text, scope, guards) });
};

/** What goes over the browser's stack, which is smaller than Python's own, ends Python. */
function answer(run: Check, text: string, scope: string, guards: string): Report {
  try {
    return JSON.parse(run(text, scope, guards)) as Report;
  } catch (error) {
    restart();
    return { error: `This text is too deeply nested for the browser; the command line checks it. (${String(error)})`, findings: [] };
  }
}
