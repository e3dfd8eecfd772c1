import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { HingeError, show } from "../../errors.ts";

/** Where the playground is if nothing else is there: HING on a telephone's keys. */
export const defaultPort = 4464;
/** How many ports after it are tried before the system chooses one. */
const neighbours = 10;
const host = "127.0.0.1";

/**
 * Starts a server on 127.0.0.1.
 *
 * @param port the one to take, 0 for any; without it the default or the next that is free
 * @returns the port
 * @throws HingeError `port-busy`, `port-refused`
 */
export async function listen(server: Server, port: number | undefined): Promise<number> {
  if (port !== undefined) return start(server, port);
  for (let next = defaultPort; next <= defaultPort + neighbours; next++) {
    try {
      return await start(server, next);
    } catch (error) {
      if (!(error instanceof HingeError)) throw error;
    }
  }
  return start(server, 0);
}

async function start(server: Server, port: number): Promise<number> {
  try {
    // Exclusive: two servers that share a port would each get some of the requests.
    server.listen({ port, host, exclusive: true });
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch (error) {
    throw refusal(error as NodeJS.ErrnoException, port);
  }
}

function refusal({ code, message }: NodeJS.ErrnoException, port: number): HingeError {
  const option = "--port";
  if (code === "EADDRINUSE") {
    const sentence = `${port} is in use by another program; give another, or leave --port out to take a free one`;
    return new HingeError("port-busy", sentence, { option });
  }
  const reason =
    code === "EACCES" ? "is reserved for the system" : `cannot be taken: the system says ${code ?? message}`;
  return new HingeError("port-refused", `${port} ${reason}; give one from 1024 on`, { option });
}

/** Reads --port. @throws HingeError `bad-port` */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new HingeError("bad-port", `${show(text)} is no port; give a whole number from 1 to 65535`, {
    option: "--port",
  });
}
