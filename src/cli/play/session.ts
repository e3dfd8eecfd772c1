import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Served } from "./site.ts";

/** Where a browser trades the token of the address that hinge printed for a cookie. */
export const entrancePath = "/enter";
/** Where the page finds the reader's own model and data. */
export const sessionPath = "/session.json";

/** The page that begins with them. */
export const sessionPage = "/#session";

/** State that only the browser may see which was given the token. */
export class Session {
  readonly content: Served;
  /** For the first browser that shows it; useless afterwards. */
  readonly token = secret();
  readonly #cookie = secret();
  #used = false;

  constructor(content: unknown) {
    this.content = { type: "application/json", body: Buffer.from(JSON.stringify(content)) };
  }

  /**
   * Takes the token, once.
   *
   * @param port cookies do not tell ports apart, so that the cookie's name has to
   * @returns the Set-Cookie header's value; undefined for a wrong or used token
   */
  exchange(token: string, port: number): string | undefined {
    if (this.#used || !same(token, this.token)) return undefined;
    this.#used = true;
    return `${cookieName(port)}=${this.#cookie}; Path=${sessionPath}; HttpOnly; SameSite=Strict`;
  }

  /** Whether a Cookie header holds the cookie. Others that a page planted under the same name do no harm. */
  admits(cookies: string | undefined, port: number): boolean {
    const prefix = `${cookieName(port)}=`;
    return (cookies ?? "")
      .split(";")
      .map((pair) => pair.trim())
      .some((pair) => pair.startsWith(prefix) && same(pair.slice(prefix.length), this.#cookie));
  }
}

function cookieName(port: number): string {
  return `hinge-${port}`;
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares in a time that does not tell how much was right. */
function same(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(x!, y!);
}
