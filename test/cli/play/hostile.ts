/** Requests that a server of its own model and data must refuse, as the bytes that arrive. */
export interface Hostile {
  readonly name: string;
  readonly bytes: string;
}

/** What an attacker is granted for the test: whatever is refused is refused for another reason. */
export interface Granted {
  readonly port: number;
  /** The whole Cookie header's value of a browser that was let in. */
  readonly cookie: string;
  /** A token that was not used yet. */
  readonly token: string;
}

interface Parts {
  method?: string;
  target?: string;
  version?: string;
  host?: string | undefined;
  headers?: readonly string[];
  body?: string;
}

export function hostileRequests({ port, cookie, token }: Granted): Hostile[] {
  const own = `127.0.0.1:${port}`;
  const withCookie = `Cookie: ${cookie}`;
  const enter = `/enter?${token}`;
  const valuable = ["/", "/session.json", enter];
  const all: Hostile[] = [];
  const add = (name: string, parts: Parts): void => {
    const { method = "GET", target = "/", version = "HTTP/1.1", headers = [withCookie], body = "" } = parts;
    const host = "host" in parts ? parts.host : own;
    const lines = [
      `${method} ${target} ${version}`,
      ...(host === undefined ? [] : [`Host: ${host}`]),
      ...headers,
    ];
    all.push({ name: `${name} on ${target.slice(0, 60)}`, bytes: `${lines.join("\r\n")}\r\n\r\n${body}` });
  };

  for (const target of valuable) {
    for (const host of foreignHosts(port)) add(`host ${host}`, { target, host });
    for (const [one, two] of [
      [own, "evil.example"],
      ["evil.example", own],
      [own, own],
    ]) {
      add(`hosts ${one} and ${two}`, { target, host: one, headers: [`Host: ${two}`, withCookie] });
    }
    add("host in HTTP/1.0", { target, version: "HTTP/1.0", host: undefined });
    for (const header of foreignOrigins(port)) add(header, { target, headers: [withCookie, header] });
    for (const method of methods) add(method, { target, method });
  }
  for (const target of outside) add("path", { target });
  for (const target of absolute(port)) add("target", { target });

  for (const value of ["", `${cookie}x`, cookie.slice(0, -1), cookie.toUpperCase(), `x${cookie}`]) {
    add(`cookie ${value}`, { target: "/session.json", headers: [`Cookie: ${value}`] });
    add(`cookie ${value}, HEAD`, { method: "HEAD", target: "/session.json", headers: [`Cookie: ${value}`] });
  }
  add("no cookie", { target: "/session.json", headers: [] });
  add("no cookie, query", { target: "/session.json?a=b", headers: [] });
  add("cookie of another port", {
    target: "/session.json",
    headers: [`Cookie: ${cookie.replace(String(port), String(port + 1))}`],
  });
  add("two cookie headers", { target: "/session.json", headers: [withCookie, withCookie] });
  add("cookie in another header", { target: "/session.json", headers: [`X-${withCookie}`] });
  add("session typed into the address line", {
    target: "/session.json",
    headers: [withCookie, "Sec-Fetch-Site: none"],
  });
  for (const query of wrongTokens(token)) add("token", { target: `/enter${query}` });
  add("token by HEAD", { method: "HEAD", target: enter });

  for (const headers of [
    ["Content-Length: 5"],
    ["Content-Length: 5", "Content-Length: 0"],
    ["Content-Length: 0", "Content-Length: 0"],
    ["Content-Length: 0, 0"],
    ["Content-Length: -1"],
    ["Content-Length: +5"],
    ["Content-Length: 0x5"],
    ["Content-Length: 99999999999999999999"],
    ["Transfer-Encoding: chunked"],
    ["Transfer-Encoding: identity"],
    ["Transfer-Encoding: xchunked"],
    ["Transfer-Encoding : chunked"],
    ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
    ["Transfer-Encoding: chunked", "Content-Length: 3"],
    ["Content-Length: 3", "Transfer-Encoding: chunked"],
    ["Expect: 100-continue", "Content-Length: 3"],
    ["Expect: 100-continue"],
    ["Expect: something"],
    ["Upgrade: websocket", "Connection: Upgrade"],
    ["Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings"],
    ["X\0: y"],
    ["X: y\0"],
    ["X y: z"],
    [": y"],
    ["no colon"],
  ]) {
    // What follows would be a second request to a reader who takes the first one's end to be elsewhere.
    const smuggled = `GET /session.json HTTP/1.1\r\nHost: evil.example\r\n${withCookie}\r\n\r\n`;
    add(headers.join(", "), { headers, body: smuggled });
    add(`${headers.join(", ")}, session`, { target: "/session.json", headers, body: smuggled });
  }
  for (const version of [
    "HTTP/0.9",
    "HTTP/1.2",
    "HTTP/2.0",
    "HTTP/3",
    "HTTPS/1.1",
    "http/1.1",
    "HTTP/1.1 x",
    "",
  ])
    add(`version ${version}`, { version, headers: [], target: "/session.json" });
  add("large header", { headers: [`X: ${"a".repeat(20_000)}`] });
  add("many headers", { headers: Array.from({ length: 3000 }, (_, k) => `X${k}: y`) });
  add("large target", { target: `/${"a".repeat(40_000)}` });
  add("large token", { target: `/enter?${"a".repeat(40_000)}` });
  all.push({ name: "no request", bytes: "\r\n\r\n\0\0\0" });
  all.push({ name: "the preface of HTTP/2", bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" });
  all.push({ name: "TLS", bytes: "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" });
  return all;
}

function foreignHosts(port: number): string[] {
  return [
    "",
    "evil.example",
    `evil.example:${port}`,
    `localhost:${port}`,
    "localhost",
    "127.0.0.1",
    `127.0.0.1:${port + 1}`,
    `127.0.0.1:0${port}`,
    `127.0.0.1.:${port}`,
    `127.0.0.2:${port}`,
    `0.0.0.0:${port}`,
    `[::1]:${port}`,
    `127.1:${port}`,
    `2130706433:${port}`,
    `0x7f.0.0.1:${port}`,
    `127.0.0.1:${port}.evil.example`,
    `127.0.0.1:${port}@evil.example`,
    `evil.example@127.0.0.1:${port}`,
    `http://127.0.0.1:${port}`,
    `127.0.0.1:${port}/`,
    `127.0.0.1:${port}, evil.example`,
  ];
}

function foreignOrigins(port: number): string[] {
  return [
    "Origin: http://evil.example",
    "Origin: null",
    "Origin: ",
    `Origin: https://127.0.0.1:${port}`,
    `Origin: http://localhost:${port}`,
    "Origin: http://127.0.0.1",
    `Origin: http://127.0.0.1:${port + 1}`,
    `Origin: http://127.0.0.1:${port}/`,
    `Origin: http://127.0.0.1:${port}.evil.example`,
    `Origin: http://127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}`,
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site",
    "Sec-Fetch-Site: nonsense",
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: same-origin",
  ];
}

const methods = [
  ...["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "PURGE", "SEARCH"],
  ...["get", "Get", "GETT", "BREW", "M-SEARCH", "GET\t/ HTTP/1.1\r\nX:"],
];

/** Each once; none is a path of the site. */
const outside = [
  "/../package.json",
  "/../../../../../../etc/passwd",
  "/..%2fpackage.json",
  "/..%252fpackage.json",
  "/%2e%2e/package.json",
  "/%2e%2e%2fpackage.json",
  "/.%2e/package.json",
  "/%252e%252e/package.json",
  "/..\\package.json",
  "/..%5cpackage.json",
  "/%c0%ae%c0%ae/package.json",
  "/%c0%2e%c0%2e/package.json",
  "/%uff0e%uff0e/package.json",
  "/....//package.json",
  "/..;/package.json",
  "/.;/session.json",
  "/assets/../index.html",
  "/assets/../../hinge.js",
  "/assets/..%2f..%2fhinge.js",
  "/assets",
  "/assets/",
  "/index.html",
  "/index.html%00.js",
  "/%00",
  "/%",
  "/%zz",
  "/.",
  "/./",
  "/..",
  "//",
  "//etc/passwd",
  "///etc/passwd",
  "//evil.example/",
  "/\\evil.example/",
  "/%2f",
  "/%5c",
  "/etc/passwd",
  "/proc/self/environ",
  "/C:/Windows/win.ini",
  "/file:///etc/passwd",
  "/http://evil.example/",
  "/.git/HEAD",
  "/.env",
  "/.stamp",
  "/hinge.js",
  "/chunks/",
  "/driver/__main__.py",
  "/package.json",
  "/node_modules/",
  "/__proto__",
  "/constructor",
  "/toString",
  "/hasOwnProperty",
  "/SESSION.JSON",
  "/%73ession.json",
  "/session%2ejson",
  "/session.json/",
  "/session.json%00",
  "/session.json%20",
  "/session.json;a",
  "/session.json.",
  "//session.json",
  "/./session.json",
  "/a/../session.json",
  "/session.json%3f",
  "/session",
  "/enter/",
  "/ENTER",
  "/#",
  "/\x7f",
  "/\u00e9",
  "/a\tb",
  "/favicon.ico",
];

function absolute(port: number): string[] {
  const own = `127.0.0.1:${port}`;
  return [
    `http://${own}/`,
    `http://${own}/session.json`,
    `HTTP://${own}/`,
    `https://${own}/`,
    "http://evil.example/",
    "http://evil.example/session.json",
    "http:///session.json",
    "file:///etc/passwd",
    `ws://${own}/`,
    "*",
    own,
    "session.json",
    "?",
    "",
    "../session.json",
    "\\session.json",
  ];
}

function wrongTokens(token: string): string[] {
  const wrong = `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`;
  return [
    "",
    "?",
    `?${wrong}`,
    `?${token.slice(0, -1)}`,
    `?${token}=`,
    `?${token}&a`,
    `?token=${token}`,
    `??${token}`,
    `?%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
    `/${token}`,
    `%3f${token}`,
    `;${token}`,
    "?__proto__",
    "?undefined",
    "?null",
  ];
}
