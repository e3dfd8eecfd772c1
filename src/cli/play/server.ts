import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { securityHeaders } from "./headers.ts";
import { decide, type Place } from "./policy.ts";

/** How long, in milliseconds, and how much a client may. */
export interface Limits {
  /** Until the headers are whole; a request that has a body is not waited for. */
  readonly headers: number;
  /** A connection on which nothing moves. */
  readonly idle: number;
  readonly headerBytes: number;
  readonly connections: number;
}

export const limits: Limits = { headers: 5_000, idle: 15_000, headerBytes: 16_384, connections: 64 };

/** A server of a place that is yet to learn its port; `listen` starts it. */
export function playServer(place: Omit<Place, "port">, given: Limits = limits): Server {
  const server = createServer({
    maxHeaderSize: given.headerBytes,
    headersTimeout: given.headers,
    requestTimeout: given.headers,
    keepAliveTimeout: given.headers,
    // Node looks at the two time-outs only so often, by itself every 30 s.
    connectionsCheckingInterval: Math.min(1000, given.headers / 4),
    requireHostHeader: true,
    insecureHTTPParser: false,
  });
  server.maxConnections = given.connections;
  // All headers are to be seen; maxHeaderSize bounds them.
  server.maxHeadersCount = 0;
  server.setTimeout(given.idle, (socket: Socket) => socket.destroy());
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { port } = server.address() as AddressInfo;
    answer(request, response, { ...place, port });
  };
  server.on("request", handle);
  // Without these two Node would greet `Expect: 100-continue` and other expectations by itself.
  server.on("checkContinue", handle);
  server.on("checkExpectation", handle);
  server.on("upgrade", (_request, socket) => socket.destroy());
  server.on("connect", (_request, socket) => socket.destroy());
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => unreadable(error, socket as Socket));
  return server;
}

function answer(request: IncomingMessage, response: ServerResponse, place: Place): void {
  const { method = "", url: target = "", rawHeaders } = request;
  const verdict = decide({ method, target, rawHeaders }, place);
  if ("served" in verdict) {
    const { type, body } = verdict.served;
    response.writeHead(200, { ...securityHeaders, "Content-Type": type, "Content-Length": body.length });
    // Node leaves the body out for HEAD.
    response.end(body);
  } else if ("cookie" in verdict) {
    const headers = { ...securityHeaders, Location: verdict.location, "Set-Cookie": verdict.cookie };
    response.writeHead(verdict.status, headers).end();
  } else refuse(response, verdict.status, verdict.refusal);
}

/** A refusal ends the connection: what else came on it is not looked at. */
function refuse(response: ServerResponse, status: number, refusal: string): void {
  const body = Buffer.from(`${refusal}\n`);
  response.writeHead(status, {
    ...securityHeaders,
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": body.length,
    Connection: "close",
    ...(status === 405 ? { Allow: "GET, HEAD" } : {}),
  });
  response.end(body, () => response.socket?.destroySoon());
}

/** What Node's parser could not read, or what came too slowly or was too large. */
function unreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status = statuses[error.code ?? ""] ?? "400 Bad Request";
  const lines = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("")}Content-Length: 0\r\nConnection: close\r\n\r\n`, () =>
    socket.destroy(),
  );
}

const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};
