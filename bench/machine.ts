import { cpus } from "node:os";

/** The processor and the system, in words. */
export function machine(): string {
  const processors = cpus();
  return `${processors[0]?.model.trim()} (${processors.length} logical processors), ${process.platform} ${process.arch}`;
}

/** Year, month and day. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
