/** A worker made of a program's text, so that it runs wherever workers from files do not. */
export function workerOf(program: string, type: WorkerType): Worker {
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url, { type });
  // The worker has its program once it is made, or fails.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return worker;
}
