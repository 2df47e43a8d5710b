import { createServer } from "node:net";
import { StartError } from "./start-error";

/**
 * Makes sure that the address can be listened on, before anything slow begins.
 *
 * @throws StartError when it cannot
 */
export async function checkPort(address: { host: string; port: number }): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(address.port, address.host, resolve);
    });
  } catch (error) {
    throw describeListenError(error, address);
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** Says in words why an address cannot be listened on. */
export function describeListenError(error: unknown, { host, port }: { host: string; port: number }): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return new StartError(
        `Port ${port} of ${host} is taken by another program. Stop that program, or choose another port: PORT=${port === 65_535 ? 3000 : port + 1} npm start`,
      );
    case "EACCES":
      return new StartError(
        `Port ${port} may only be used with special rights. Choose one above 1023: PORT=3000 npm start`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new StartError(
        `HOST is ${host}, which is no address of this machine. Use 127.0.0.1 (this machine only) or 0.0.0.0 (every network it is in).`,
      );
    default:
      return error;
  }
}
