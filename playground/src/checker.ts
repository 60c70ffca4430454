/** The worker that runs the checker. main.ts imports this first, so that Python loads while the editor is set up. */

export const worker = new Worker("worker.js", { type: "module" });
