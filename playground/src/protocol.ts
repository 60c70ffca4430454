/** What the page and its worker say to each other, and the shape of a report (see python/page.py). */

export interface Arm {
  kind: string;
  line: number;
  end_line: number;
  guard: string;
  binds: boolean;
}

export interface Step {
  line: number;
  guard: string;
  value: boolean | null;
  said: string;
}

export interface Row {
  line: number | null;
  text: string;
  mark: "binds" | "unbound" | "other" | "read" | "context";
  caret: [number, number] | null;
}

export interface Finding {
  line: number;
  column: number;
  end_line: number;
  end_column: number;
  code: string;
  level: "error" | "warning" | "note";
  name: string;
  message: string;
  advice: string | null;
  proof: {
    function: string;
    chain: { kind: string; line: number; end_line: number; dispatch: boolean; arms: Arm[] };
    arm: Arm;
    bindings: number[];
  } | null;
  fix: { safety: "safe" | "unsafe"; summary: string } | null;
  fixed?: { text: string; diff: string[] };
  frame: Row[];
  steps: Step[];
}

export interface Report {
  error: string | null;
  findings: Finding[];
  milliseconds?: number;
}

export interface Settings {
  scope: "dispatch" | "all";
  guards: string;
}

export interface Question extends Settings {
  id: number;
  text: string;
}

export type Answer =
  | { kind: "loading"; what: string }
  | { kind: "ready"; python: string; version: string }
  | { kind: "report"; id: number; report: Report }
  | { kind: "failed"; message: string };
