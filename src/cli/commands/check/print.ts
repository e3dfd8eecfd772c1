/** Writes on stdout, and waits until it is taken: whoever reads line by line gets each line when it is done. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
