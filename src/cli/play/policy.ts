import { entrancePath, type Session, sessionPage, sessionPath } from "./session.ts";
import type { Served, Site } from "./site.ts";

/** What a request says of itself, as it came. */
export interface Asked {
  readonly method: string;
  /** The request target, not decoded. */
  readonly target: string;
  /** Name, value, name, value, ...: duplicates are still there. */
  readonly rawHeaders: readonly string[];
}

/** Whom the policy protects. */
export interface Place {
  readonly port: number;
  readonly site: Site;
  readonly session?: Session | undefined;
}

export type Verdict =
  | { readonly status: 200; readonly served: Served }
  | { readonly status: 303; readonly location: string; readonly cookie: string }
  | { readonly status: number; readonly refusal: string };

/** Headers that must not come twice: two readers of the request could take different ones. */
const single = ["host", "origin", "cookie", "content-length", "transfer-encoding", "sec-fetch-site"];

/** The host and port that browsers send for an address of ours. */
export function authority(port: number): string {
  return port === 80 ? "127.0.0.1" : `127.0.0.1:${port}`;
}

/**
 * Decides what a request gets. Whoever comes by another name (DNS rebinding), from another page, or with anything
 * but a plain GET or HEAD of a path in the map gets a refusal, which repeats nothing that was sent.
 */
export function decide(asked: Asked, place: Place): Verdict {
  const headers = lowerCase(asked.rawHeaders);
  return form(asked, headers) ?? origin(headers, place) ?? content(asked, headers, place);
}

type Headers = ReadonlyMap<string, readonly string[]>;

function form({ method, target }: Asked, headers: Headers): Verdict | undefined {
  if (method !== "GET" && method !== "HEAD") return refuse(405, "Only GET and HEAD are answered here.");
  if (single.some((name) => (headers.get(name)?.length ?? 0) > 1)) {
    return refuse(400, "A header is there twice.");
  }
  const length = headers.get("content-length")?.[0];
  if (headers.has("transfer-encoding") || (length !== undefined && length !== "0")) {
    return refuse(413, "Nothing can be sent to this server.");
  }
  if (headers.has("expect") || headers.has("upgrade")) {
    return refuse(400, "Only plain requests are answered here.");
  }
  if (!/^\/[!-~]*$/.test(target) || target.includes("#")) {
    return refuse(400, "The address is not a path of this server.");
  }
  return undefined;
}

function origin(headers: Headers, { port }: Place): Verdict | undefined {
  const own = authority(port);
  if (headers.get("host")?.[0] !== own) {
    return refuse(421, `This server answers to http://${own}/ and to no other name.`);
  }
  const from = headers.get("origin")?.[0];
  if (from !== undefined && from !== `http://${own}`) return refuse(403, "Another site may not ask this.");
  const site = headers.get("sec-fetch-site")?.[0];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return refuse(403, `Another site may not ask this; open http://${own}/ yourself.`);
  }
  return undefined;
}

function content({ method, target }: Asked, headers: Headers, { site, session, port }: Place): Verdict {
  const [path, query] = split(target);
  if (session !== undefined && path === entrancePath && method === "GET") {
    const cookie = session.exchange(query, port);
    return cookie === undefined
      ? refuse(403, "This address was used already, or is not whole; start hinge play again for a new one.")
      : { status: 303, location: sessionPage, cookie };
  }
  if (session !== undefined && path === sessionPath) {
    // Typed into the address line it would be harmless, but nobody does, and the page is always same-origin.
    const wanted = headers.get("sec-fetch-site")?.[0] ?? "same-origin";
    return wanted === "same-origin" && session.admits(headers.get("cookie")?.[0], port)
      ? { status: 200, served: session.content }
      : refuse(403, "Model and data are for the browser that opened the address hinge printed.");
  }
  const served = site.get(path);
  return served === undefined ? refuse(404, "There is no such page.") : { status: 200, served };
}

/** The path and what follows the first question mark, both as they came: nothing is decoded or resolved. */
function split(target: string): [path: string, query: string] {
  const at = target.indexOf("?");
  return at === -1 ? [target, ""] : [target.slice(0, at), target.slice(at + 1)];
}

function refuse(status: number, refusal: string): Verdict {
  return { status, refusal };
}

function lowerCase(raw: readonly string[]): Headers {
  const headers = new Map<string, string[]>();
  for (let k = 0; k + 1 < raw.length; k += 2) {
    const name = raw[k]!.toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), raw[k + 1]!]);
  }
  return headers;
}
