/** The page: what is typed goes to the worker, what comes back is drawn. */

import { worker } from "./checker";

import { Editor } from "./editor";
import { decode, encode } from "./link";
import type { Answer, Finding, Report, Settings } from "./protocol";
import { element, render } from "./report";

declare const EXAMPLES: { title: string; scope: Settings["scope"]; code: string }[];

function required<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found as Kind;
}

const panel = required("report");
const status = required("status");
const offline = required("offline");
const summary = required("summary");
const examples = required<HTMLSelectElement>("examples");
const guards = required<HTMLInputElement>("guards");
const scopes = [...document.querySelectorAll<HTMLInputElement>("input[name=scope]")];

let report: Report | null = null;
let selected = 0;
let step = 0;
let asked = 0;
let versions = "";
let kept: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

const editor = new Editor(required("editor"), () => soon(60));

function settings(): Settings {
  const scope = scopes.find((each) => each.checked)?.value;
  return { scope: scope === "all" ? "all" : "dispatch", guards: guards.value };
}

/** Check after a pause without keys; what comes back for an older text is dropped. */
function soon(pause: number): void {
  clearTimeout(timer);
  document.body.dataset["state"] = "checking";
  timer = setTimeout(() => {
    asked += 1;
    worker.postMessage({ id: asked, text: editor.text, ...settings() });
  }, pause);
}

worker.onmessage = ({ data }: MessageEvent<Answer>) => {
  switch (data.kind) {
    case "loading":
      status.textContent = `${data.what}…`;
      break;
    case "ready":
      versions = `nsa-guard ${data.version} on Python ${data.python}`;
      status.textContent = versions;
      break;
    case "failed":
      status.textContent = "The checker could not be loaded";
      panel.replaceChildren(element("p", { class: "notice bad", role: "alert" }, data.message));
      break;
    case "report":
      if (data.id === asked) take(data.report);
  }
};
worker.onerror = (event) => {
  status.textContent = `The checker could not be loaded: ${event.message}`;
};

/** Show a new report; the finding that was chosen stays chosen where it is still there. */
function take(next: Report): void {
  kept ??= keep();
  const before = report?.findings[selected];
  const same = next.findings.findIndex((each) => before && each.code === before.code && each.name === before.name);
  selected = Math.max(same, 0);
  const steps = next.findings[selected]?.steps.length ?? 0;
  step = same >= 0 && steps === before?.steps.length ? step : Math.max(steps - 1, 0);
  report = next;
  draw();
  const count = next.findings.length;
  summary.textContent = next.error ? "" : count === 0 ? "Nothing found" : `${count} finding${count === 1 ? "" : "s"}`;
  if (next.milliseconds !== undefined) status.textContent = `${versions} · ${next.milliseconds} ms`;
  document.body.dataset["state"] = "checked";
  document.body.dataset["asked"] = String(asked);
}

function draw(): void {
  if (!report) return;
  editor.show({ findings: report.findings, selected, step });
  render(panel, report, selected, step, { choose, step: goStep, apply, goto: (...at) => editor.goto(...at) });
}

function choose(index: number): void {
  if (!report?.findings[index]) return;
  selected = index;
  step = Math.max(report.findings[index].steps.length - 1, 0);
  draw();
  editor.reveal(report.findings[index].line);
}

function goStep(to: number): void {
  step = to;
  draw();
  const line = report?.findings[selected]?.steps[to]?.line;
  if (line) editor.reveal(line);
}

function apply(finding: Finding): void {
  if (!finding.fixed) return;
  editor.text = finding.fixed.text;
  say("Fix applied. Undo brings the code back.");
  soon(0);
}

function say(text: string): void {
  const toast = required("toast");
  toast.textContent = text;
  toast.classList.add("shown");
  setTimeout(() => toast.classList.remove("shown"), 2500);
}

function open(code: string, scope: Settings["scope"], patterns = ""): void {
  for (const each of scopes) each.checked = each.value === scope;
  guards.value = patterns;
  report = null;
  editor.text = code;
  soon(0);
}

async function share(): Promise<void> {
  const fragment = await encode({ code: editor.text, ...settings() });
  history.replaceState(null, "", `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    say("Link copied: it carries the code, and goes to no server.");
  } catch {
    say("The address of this page carries the code now.");
  }
}

/** light, dark, or as the system is. */
function theme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset["theme"] ?? (dark ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  document.documentElement.dataset["theme"] = next;
  localStorage.setItem("theme", next);
}

async function start(): Promise<void> {
  EXAMPLES.forEach(({ title }, index) => examples.append(element("option", { value: String(index) }, title)));
  examples.addEventListener("change", () => {
    const chosen = EXAMPLES[Number(examples.value)];
    if (chosen) open(chosen.code, chosen.scope);
    history.replaceState(null, "", location.pathname);
  });
  for (const each of scopes) each.addEventListener("change", () => soon(0));
  guards.addEventListener("input", () => soon(250));
  required("share").addEventListener("click", () => void share());
  required("theme").addEventListener("click", theme);
  window.addEventListener("hashchange", () => void fromLink());
  window.addEventListener("keydown", (event) => {
    const count = report?.findings.length ?? 0;
    if (event.key !== "F8" || count === 0) return;
    event.preventDefault();
    choose((selected + (event.shiftKey ? count - 1 : 1)) % count);
  });
  if (!(await fromLink())) {
    const first = EXAMPLES[0];
    if (first) open(first.code, first.scope);
  }
}

/** Keep the page for visits without a network: once it shows something, for this fetches every file again. */
async function keep(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("service-worker.js");
  await navigator.serviceWorker.ready;
  offline.hidden = false;
}

async function fromLink(): Promise<boolean> {
  const shared = location.hash.length > 1 ? await decode(location.hash.slice(1)) : null;
  if (shared) open(shared.code, shared.scope, shared.guards);
  else if (location.hash.length > 1) say("This link carries no code that can be read.");
  if (shared) examples.value = "";
  return shared !== null;
}

void start();
