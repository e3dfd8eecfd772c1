import { HingeError } from "../../errors.ts";

/**
 * Does work on data of a file. The library says what is wrong with arrays; here they came from that file, and
 * class weights from an option.
 */
export async function placed<T>(source: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HingeError)) throw error;
    if (error.where.option !== undefined || error.where.file !== undefined) throw error;
    const where = error.code === "weightless-class" ? { option: "--class-weight" } : { file: source };
    throw new HingeError(error.code, error.sentence, where);
  }
}
