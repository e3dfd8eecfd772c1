/** A worker made of a program's text, so that it runs wherever workers from files do not. */
export function workerOf(program: string, type: WorkerType): Worker {
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url, { type });
  // The worker has its program once it is made, or fails.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return worker;
}

/** A worker of the page's own, which lies beside the page's script, wherever that is served. */
export function workerAt(file: string): Worker {
  return workerOf(`import ${JSON.stringify(new URL(file, import.meta.url).href)};`, "module");
}
