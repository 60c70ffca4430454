/** A link that carries the code: deflated, in the fragment, which no server sees. */

import type { Settings } from "./protocol";

export interface Shared extends Settings {
  code: string;
}

export async function encode(shared: Shared): Promise<string> {
  const given = new TextEncoder().encode(JSON.stringify(shared));
  const bytes = await through(given, new CompressionStream("deflate-raw"));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What a fragment carries; null where it is not one of ours. */
export async function decode(fragment: string): Promise<Shared | null> {
  try {
    const text = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const json = new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
    const { code, scope, guards } = JSON.parse(json) as Partial<Shared>;
    if (typeof code !== "string") return null;
    return { code, scope: scope === "all" ? "all" : "dispatch", guards: typeof guards === "string" ? guards : "" };
  } catch {
    return null;
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  const out = new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, BufferSource>);
  return new Uint8Array(await new Response(out as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}
