/** The code editor, and what a finding draws into it: the arms, the read, and the decision beside each guard. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSetBuilder, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  WidgetType,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

import type { Finding } from "./protocol";

export interface Shown {
  findings: Finding[];
  selected: number;
  step: number;
}

class Decision extends WidgetType {
  constructor(
    readonly said: string,
    readonly kind: string,
  ) {
    super();
  }

  override eq(other: Decision): boolean {
    return other.said === this.said && other.kind === this.kind;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = `decision ${this.kind}`;
    chip.textContent = this.said;
    return chip;
  }
}

const show = StateEffect.define<Shown>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    let now = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(show)) now = decorations(transaction.state.doc, effect.value);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The offset of a column in characters (from 1), as Python counts them, on a line (from 1). */
function offset(doc: Text, line: number, column: number): number {
  const where = doc.line(Math.min(Math.max(line, 1), doc.lines));
  let at = 0;
  for (let left = column - 1; left > 0 && at < where.length; left--) {
    at += (where.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return where.from + at;
}

function decorations(doc: Text, { findings, selected, step }: Shown): DecorationSet {
  const found: { from: number; to: number; decoration: Decoration; side: number }[] = [];
  const line = (number: number, name: string): void => {
    if (number < 1 || number > doc.lines) return;
    const { from } = doc.line(number);
    found.push({ from, to: from, decoration: Decoration.line({ class: name }), side: -1 });
  };
  findings.forEach((finding, index) => {
    const from = offset(doc, finding.line, finding.column);
    const to = Math.max(offset(doc, finding.end_line, finding.end_column), from);
    const name = `squiggle ${finding.level}${index === selected ? " chosen" : ""}`;
    if (to > from) found.push({ from, to, decoration: Decoration.mark({ class: name }), side: 0 });
  });
  const chosen = findings[selected];
  if (chosen?.proof) {
    const { arm, bindings, chain } = chosen.proof;
    const read = chosen.line;
    if (arm.kind === "missing else" || arm.kind === "none") line(chain.line, "arm-unbound");
    else for (let each = arm.line; each <= Math.min(arm.end_line, doc.lines); each++) line(each, "arm-unbound");
    for (const each of chain.arms) {
      if (!each.binds || each.line === arm.line) continue;
      for (let number = each.line; number <= Math.min(each.end_line, doc.lines); number++) line(number, "arm-binds");
    }
    for (const each of bindings) if (!chain.arms.some((one) => one.line === each)) line(each, "arm-binds");
    line(read, "reads");
    found.push(...decided(doc, chosen, step));
    const current = chosen.steps[step];
    if (current) line(current.line, "current-step");
  }
  found.sort((one, other) => one.from - other.from || one.side - other.side);
  const builder = new RangeSetBuilder<Decoration>();
  for (const each of found) builder.add(each.from, each.to, each.decoration);
  return builder.finish();
}

/** The chips at the ends of the guards' lines: solid up to the current step, faint after it. */
function* decided(
  doc: Text,
  { steps }: Finding,
  step: number,
): Generator<{ from: number; to: number; decoration: Decoration; side: number }> {
  const atLine = new Map<number, { said: string[]; value: boolean | null; first: number }>();
  steps.forEach((each, index) => {
    if (each.line > doc.lines) return;
    const text = each.value === null ? "unbound" : String(each.value);
    const same = atLine.get(each.line);
    if (same) {
      if (same.said.at(-1) !== text) same.said.push(text);
      same.value = each.value;
    } else {
      atLine.set(each.line, { said: [text], value: each.value, first: index });
    }
  });
  for (const [number, { said, value, first }] of atLine) {
    const { to } = doc.line(number);
    const kind = `${value === null ? "is-unbound" : value ? "is-true" : "is-false"}${first > step ? " later" : ""}`;
    const widget = new Decision(said.join(", "), kind);
    yield { from: to, to, decoration: Decoration.widget({ widget, side: 1 }), side: 1 };
  }
}

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.comment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], color: "var(--code-definition)" },
  { tag: [tags.propertyName], color: "var(--code-property)" },
]);

export class Editor {
  readonly view: EditorView;

  constructor(parent: HTMLElement, changed: () => void) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentUnit.of("    "),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
          python(),
          syntaxHighlighting(colors),
          marks,
          EditorView.contentAttributes.of({ "aria-label": "Python code", spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed();
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Replace what differs, so that the caret and undo keep their sense. */
  set text(text: string) {
    const before = this.text;
    let start = 0;
    while (start < before.length && start < text.length && before[start] === text[start]) start++;
    let end = 0;
    const most = Math.min(before.length, text.length) - start;
    while (end < most && before.at(-1 - end) === text.at(-1 - end)) end++;
    const changes = { from: start, to: before.length - end, insert: text.slice(start, text.length - end) };
    this.view.dispatch({ changes });
  }

  show(shown: Shown): void {
    this.view.dispatch({ effects: show.of(shown) });
  }

  /** Bring a line (from 1) into view, without moving the caret. */
  reveal(line: number): void {
    const { doc } = this.view.state;
    if (line < 1 || line > doc.lines) return;
    const effects = EditorView.scrollIntoView(doc.line(line).from, { y: "center", yMargin: 40 });
    this.view.dispatch({ effects });
  }

  /** Put the caret at a line and column in characters (from 1). */
  goto(line: number, column: number): void {
    const anchor = offset(this.view.state.doc, line, column);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }
}
