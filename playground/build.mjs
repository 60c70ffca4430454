/** Builds the page: `node build.mjs OUT`. Everything that it needs at run time ends up in OUT. */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { snapshot } from "./snapshot.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "dist"));
const python = process.env.PYTHON ?? "python3";
const SNAPSHOT = "checker.snapshot";
const RUNTIME = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "pyodide"), { recursive: true });
for (const file of RUNTIME) cpSync(join(here, "node_modules/pyodide", file), join(out, "pyodide", file));
for (const file of ["index.html", "style.css", "icon.svg"]) cpSync(join(here, file), join(out, file));

const examples = JSON.parse(readFileSync(join(here, "examples/examples.json"), "utf8")).map(({ file, title, scope }) => ({
  title,
  scope,
  code: readFileSync(join(here, "examples", file), "utf8"),
}));
// Named without .gz: a server that knows the ending would have the browser unpack it, and then the page again.
const archive = packed();
const memory = await snapshot(archive, examples.map(({ code }) => code));
writeFileSync(join(out, SNAPSHOT), gzipSync(memory, { level: 9 }));

const common = { bundle: true, minify: true, format: "esm", target: "es2022", outdir: out, absWorkingDir: here };
await build({
  ...common,
  entryPoints: ["src/main.ts", "src/worker.ts"],
  define: { EXAMPLES: JSON.stringify(examples) },
});

const files = walk(out).map((path) => relative(out, path).replaceAll("\\", "/"));
// The memory has clocks and random numbers in it; what it is made from changes with the sources only.
const hash = createHash("sha256").update(archive);
for (const file of ["prepare.py", "snapshot.mjs"]) hash.update(readFileSync(join(here, file)));
for (const file of files) if (file !== SNAPSHOT) hash.update(file).update(readFileSync(join(out, file)));
const worker = {
  FILES: JSON.stringify(["./", ...files.filter((file) => file !== "index.html")]),
  VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)),
};
await build({ ...common, entryPoints: ["src/service-worker.ts"], define: worker });
const size = walk(out).reduce((sum, path) => sum + statSync(path).size, 0);
writeFileSync(join(out, ".nojekyll"), "");
console.log(`playground: ${files.length + 1} files, ${(size / 1e6).toFixed(1)} MB, in ${relative(process.cwd(), out) || "."}`);

/** The package and the page's own modules, as pack.py packs them. */
function packed() {
  const folder = mkdtempSync(join(tmpdir(), "playground-"));
  try {
    const archive = join(folder, "checker.zip");
    execFileSync(python, [join(here, "pack.py"), archive], { stdio: "inherit" });
    return readFileSync(archive);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}
