import type { Server } from "node:http";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../../src/cli/play/listen.ts";
import { limits, playServer } from "../../../src/cli/play/server.ts";
import { Session } from "../../../src/cli/play/session.ts";
import type { Site } from "../../../src/cli/play/site.ts";
import { type Hostile, hostileRequests } from "./hostile.ts";

const page = "<!doctype html><title>the page</title>";
const site: Site = new Map([
  ["/", { type: "text/html", body: Buffer.from(page) }],
  ["/assets/index.js", { type: "text/javascript", body: Buffer.from("export {};") }],
]);
const secretContent = "the reader's own data";

/** Sends bytes, piece by piece, and collects the answer until the server ends the connection. */
function send(port: number, pieces: readonly string[], pause = 0): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    let ended = false;
    const end = (): void => {
      ended = true;
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
    });
    // A server that refuses need not read to the end.
    socket.on("error", end).on("close", end);
    socket.on("connect", async () => {
      for (const piece of pieces) {
        if (ended) return;
        socket.write(piece, "latin1");
        if (pause > 0) await wait(pause);
      }
      // Whoever asked well and is kept connected has the whole answer by then.
      if (pause === 0) setTimeout(end, 3000).unref();
    });
  });
}

function statuses(answer: string): number[] {
  return Array.from(answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm), ([, status]) => Number(status));
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>, width = 24): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const k = next++;
      results[k] = await work(items[k]!);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

describe("the server of the playground", () => {
  const session = new Session({ secretContent });
  let server: Server;
  let port: number;
  let cookie: string;

  beforeAll(async () => {
    server = playServer({ site, session }, { ...limits, headers: 600 });
    port = await listen(server, 0);
    // Let in as the first browser; the hostile requests are granted its cookie.
    const answer = await fetch(`http://127.0.0.1:${port}/enter?${session.token}`, { redirect: "manual" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/#session");
    const given = answer.headers.get("set-cookie")!;
    expect(given).toMatch(
      new RegExp(`^hinge-${port}=[\\w-]{43}; Path=/session.json; HttpOnly; SameSite=Strict$`),
    );
    cookie = given.split(";")[0]!;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it("takes the token once, and shows model and data to its bearer alone", async () => {
    const again = await fetch(`http://127.0.0.1:${port}/enter?${session.token}`, { redirect: "manual" });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([403, null]);
    const url = `http://127.0.0.1:${port}/session.json`;
    expect((await fetch(url)).status).toBe(403);
    const shown = await fetch(url, {
      headers: { cookie: `a=b; ${cookie}`, "sec-fetch-site": "same-origin" },
    });
    expect(await shown.json()).toEqual({ secretContent });
    // A cookie that another page of 127.0.0.1 has planted under the name locks nobody out.
    const planted = await fetch(url, { headers: { cookie: `hinge-${port}=x; ${cookie}` } });
    expect(planted.status).toBe(200);
  });

  it("serves what is in its map, whatever the query, with every protection", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/?controls=plane`);
    expect(await answer.text()).toBe(page);
    const { headers } = answer;
    expect(headers.get("content-security-policy")?.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "text/html",
      "content-length": String(page.length),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    expect(headers.has("access-control-allow-origin")).toBe(false);
    const head = await fetch(`http://127.0.0.1:${port}/assets/index.js`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "10", ""]);
  });

  it("refuses 300 hostile requests: nothing outside the map, no token, no session", async () => {
    const fresh = new Session({ secretContent });
    const other = playServer({ site, session: fresh }, { ...limits, headers: 600 });
    const there = await listen(other, 0);
    // One server's attackers hold the cookie, the other's the token.
    try {
      const requests = hostileRequests({
        port: there,
        cookie: `hinge-${there}=${"A".repeat(43)}`,
        token: fresh.token,
      });
      const withCookie = hostileRequests({ port, cookie, token: session.token });
      expect(requests.length).toBeGreaterThanOrEqual(300);
      const judged = async (at: number, { name, bytes }: Hostile) => {
        const answer = await send(at, [bytes]);
        const good = statuses(answer).filter((status) => status < 400);
        const told = /set-cookie|own data|hinge-\d+=|the page|evil/i.exec(answer)?.[0];
        const unguarded = answer !== "" && !/nosniff/.test(answer);
        return { name, good, told, unguarded };
      };
      const answers = [
        ...(await inTurns(requests, (request) => judged(there, request))),
        ...(await inTurns(withCookie, (request) => judged(port, request))),
      ];
      expect(answers.filter(({ good, told, unguarded }) => good.length > 0 || told || unguarded)).toEqual([]);

      const entered = await fetch(`http://127.0.0.1:${there}/enter?${fresh.token}`, { redirect: "manual" });
      expect(entered.status).toBe(303);
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(page);
    } finally {
      other.close();
      other.closeAllConnections();
    }
  });

  it("waits for nobody: slow headers, slow bodies and silence end in time", async () => {
    const host = `Host: 127.0.0.1:${port}\r\n`;
    const start = performance.now();
    const answers = await Promise.all([
      send(port, ["GET / HTTP/1.1\r\n", host, ...Array.from({ length: 80 }, (_, k) => `X${k}: y\r\n`)], 50),
      send(port, [..."GET /session.json HTTP/1.1\r\n"].concat(Array.from({ length: 80 }, () => "a")), 50),
      send(port, ["GET / HTTP/1.1\r\n", ...Array.from({ length: 80 }, () => "")], 50),
      send(
        port,
        [`POST / HTTP/1.1\r\n${host}Content-Length: 80\r\n\r\n`, ...Array.from({ length: 80 }, () => "x")],
        50,
      ),
      send(
        port,
        Array.from({ length: 80 }, () => ""),
        50,
      ),
    ]);
    expect(performance.now() - start).toBeLessThan(4000);
    expect(answers.flatMap(statuses).filter((status) => status < 400)).toEqual([]);
    expect(answers.join("")).not.toContain("the page");
  });
});
