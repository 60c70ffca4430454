/** The report beside the editor: a card for each finding; the chosen one shows its frame, its path, and its fix. */

import type { Finding, Report, Row } from "./protocol";

export interface Actions {
  choose(index: number): void;
  step(step: number): void;
  apply(finding: Finding): void;
  goto(line: number, column: number): void;
}

type Child = Node | string | null;

/** An element with attributes and children; `on...` attributes are listeners. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child): child is Node | string => child !== null));
  return made;
}

export function render(into: HTMLElement, report: Report, selected: number, step: number, actions: Actions): void {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["key"] : undefined;
  const { scrollTop } = into;
  if (report.error !== null) {
    into.replaceChildren(element("p", { class: "notice bad", role: "alert" }, report.error));
  } else if (report.findings.length === 0) {
    into.replaceChildren(clean());
  } else {
    const cards = report.findings.map((finding, index) =>
      card(finding, index, index === selected, step, actions),
    );
    into.replaceChildren(...cards);
  }
  into.scrollTop = scrollTop;
  if (focused) into.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
}

function clean(): HTMLElement {
  return element(
    "div",
    { class: "clean" },
    element("div", { class: "tick", "aria-hidden": "true" }, "✓"),
    element("h2", {}, "Nothing found"),
    element("p", {}, "Every path to every read binds its name, as far as the chosen scope looks."),
  );
}

function card(finding: Finding, index: number, open: boolean, step: number, actions: Actions): HTMLElement {
  const heading = element(
    "button",
    {
      class: "heading",
      type: "button",
      "aria-expanded": String(open),
      "data-key": `finding-${index}`,
      onclick: () => actions.choose(index),
    },
    element("span", { class: `code ${finding.level}` }, finding.code),
    element("span", { class: "message" }, ...emphasised(finding.message)),
    element("span", { class: "where" }, `line ${finding.line}`),
  );
  const body = open ? details(finding, step, actions) : null;
  return element("article", { class: `finding${open ? " open" : ""}` }, element("h2", {}, heading), body);
}

/** A message with its variable set apart. */
function emphasised(message: string): Child[] {
  const match = /^'([^']+)'(.*)$/s.exec(message);
  if (!match) return [message];
  return [element("code", {}, match[1] ?? ""), match[2] ?? ""];
}

function details(finding: Finding, step: number, actions: Actions): HTMLElement {
  const parts: Child[] = [];
  if (finding.frame.length > 0) parts.push(frame(finding.frame, actions));
  if (finding.steps.length > 0) parts.push(stepper(finding, step, actions));
  parts.push(remedy(finding, actions));
  if (finding.proof === null) {
    const go = (): void => actions.goto(finding.line, finding.column);
    parts.push(element("button", { type: "button", class: "plain", onclick: go }, `Go to line ${finding.line}`));
  }
  return element("div", { class: "details" }, ...parts);
}

const MARKS: Record<Row["mark"], string> = {
  binds: "binds",
  unbound: "unbound",
  other: "no binding",
  read: "read",
  context: "",
};

function frame(rows: Row[], actions: Actions): HTMLElement {
  const indents = rows.filter((row) => row.text.trim()).map((row) => row.text.search(/\S/));
  const indent = Math.min(...indents);
  const lines: HTMLElement[] = [];
  let before = 0;
  for (const row of rows) {
    if (before && row.line && row.line > before + 1) lines.push(element("div", { class: "gap" }, "⋯"));
    before = row.line ?? before;
    const go = (): void => actions.goto(row.line ?? 1, (row.caret?.[0] ?? indent) + 1);
    const number = row.line
      ? element("button", { type: "button", class: "number", "aria-label": `Go to line ${row.line}`, onclick: go }, `${row.line}`)
      : element("span", { class: "number" });
    const mark = element("span", { class: "mark" }, MARKS[row.mark]);
    lines.push(element("div", { class: `row ${row.mark}` }, mark, number, text(row, indent)));
  }
  return element("div", { class: "frame", role: "group", "aria-label": "The lines that matter" }, ...lines);
}

function text(row: Row, indent: number): HTMLElement {
  const characters = [...row.text];
  if (!row.caret) return element("code", {}, characters.slice(indent).join(""));
  const [start, end] = row.caret;
  return element(
    "code",
    {},
    characters.slice(indent, start).join(""),
    element("mark", {}, characters.slice(start, end).join("")),
    characters.slice(end).join(""),
  );
}

function stepper(finding: Finding, step: number, actions: Actions): HTMLElement {
  const last = finding.steps.length - 1;
  const go = (to: number): void => actions.step(Math.min(Math.max(to, 0), last));
  const slider = element("input", {
    type: "range",
    min: "0",
    max: String(last),
    value: String(step),
    "aria-label": "Step of the path",
    "aria-valuetext": finding.steps[step]?.said ?? "",
    "data-key": "slider",
    oninput: (event) => go(Number((event.target as HTMLInputElement).value)),
  });
  slider.value = String(step);
  const button = (label: string, sign: string, to: number): HTMLElement =>
    element(
      "button",
      { type: "button", "aria-label": label, title: label, disabled: to < 0 || to > last, "data-key": label, onclick: () => go(to) },
      sign,
    );
  const steps = finding.steps.map((each, index) => {
    const value = each.value === null ? "unbound" : String(each.value);
    const kind = each.value === null ? "is-unbound" : each.value ? "is-true" : "is-false";
    return element(
      "li",
      { class: index === step ? "current" : index > step ? "later" : "" },
      element(
        "button",
        { type: "button", "data-key": `step-${index}`, "aria-current": index === step ? "step" : false, onclick: () => go(index) },
        element("span", { class: "number" }, String(each.line)),
        element("code", {}, each.guard),
        element("span", { class: `decision ${kind}` }, value),
      ),
    );
  });
  return element(
    "section",
    { class: "stepper", "aria-label": "The path that fails" },
    element(
      "div",
      { class: "controls" },
      element("h3", {}, "The path that fails"),
      button("Previous step", "‹", step - 1),
      slider,
      button("Next step", "›", step + 1),
      element("span", { class: "count" }, `${step + 1} / ${last + 1}`),
    ),
    element("ol", {}, ...steps),
  );
}

function remedy(finding: Finding, actions: Actions): HTMLElement | null {
  if (finding.fix === null) {
    if (!finding.advice) return null;
    return element("section", { class: "remedy" }, element("h3", {}, "To decide"), element("p", {}, finding.advice));
  }
  const safe = finding.fix.safety === "safe";
  const title = element(
    "h3",
    {},
    "Fix ",
    element("span", { class: `safety ${finding.fix.safety}` }, safe ? "safe" : "review before applying"),
  );
  const apply = finding.fixed
    ? element(
        "button",
        { type: "button", class: "primary", "data-key": "apply", onclick: () => actions.apply(finding) },
        "Apply",
      )
    : null;
  const diff = finding.fixed?.diff.map((line) => {
    const kind = line.startsWith("@@") ? "hunk" : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "";
    return element("div", { class: kind }, line || " ");
  });
  return element(
    "section",
    { class: "remedy" },
    element("div", { class: "controls" }, title, apply),
    element("p", {}, finding.fix.summary),
    diff ? element("pre", { class: "diff", tabindex: "0", "aria-label": "The change" }, ...diff) : null,
  );
}
