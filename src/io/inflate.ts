/**
 * Inflates raw DEFLATE data (RFC 1951).
 *
 * The platform's DecompressionStream does not do here: engines differ in what they make of a second gzip member and
 * of a file that is cut short, and none says where the compressed data end.
 */

/** Why data cannot be inflated. */
export class InflateError extends Error {
  constructor(readonly kind: "cut" | "corrupt" | "too-large") {
    super(kind);
  }
}

/**
 * A Huffman code as a table, looked up by the next `firstBits` bits: symbol << 4 | length of its code, 0 where there
 * is none. Where the code is longer: start << 4 of a part of the table that is looked up by the bits after those.
 * One level would have 2^15 entries, too many for the first-level cache.
 */
interface Code {
  readonly table: Uint32Array;
  /** The longest code's length. */
  readonly bits: number;
  readonly secondMask: number;
}

const firstBits = 10;
const endOfLiterals = 256 << 4;
const firstMask = (1 << firstBits) - 1;

const longestCode = 15;
/** Symbols from 257 on are lengths of matches: length = base + the value of the extra bits (RFC 1951, 3.2.5). */
const lengthBase = Uint16Array.of(
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27],
  ...[31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258],
);
const lengthExtra = Uint8Array.of(
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2],
  ...[2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
);
const distanceBase = Uint16Array.of(
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129],
  ...[193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097],
  ...[6145, 8193, 12289, 16385, 24577],
);
const distanceExtra = Uint8Array.of(
  ...[0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6],
  ...[6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
);
/** In which order the lengths of the codes of the code lengths are stored. */
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Inflates one block after the other into one growing array; several streams of data may follow each other. */
export class Inflater {
  readonly #input: Uint8Array;
  readonly #view: DataView;
  readonly #most: number;
  /** The next bit to be used is number `#bit`, 0 to 7, of the byte at `#at`. */
  #at = 0;
  #bit = 0;
  #out: Uint8Array<ArrayBuffer>;
  #size = 0;
  /** Where the output of the present stream begins: matches reach back no further. */
  #origin = 0;

  /**
   * @param expected how much output to make room for at first
   * @param most bytes of output
   */
  constructor(input: Uint8Array, expected: number, most: number) {
    this.#input = input;
    this.#view = new DataView(input.buffer, input.byteOffset, input.byteLength);
    this.#most = most;
    this.#out = new Uint8Array(Math.min(expected, most));
  }

  /** Bytes of output so far. */
  get size(): number {
    return this.#size;
  }

  /** The output so far, from that byte on: a view, good until more is inflated. */
  output(from = 0): Uint8Array<ArrayBuffer> {
    return this.#out.subarray(from, this.#size);
  }

  /** Begins a new stream at that byte of the input. */
  begin(at: number): void {
    this.#at = at;
    this.#bit = 0;
    this.#origin = this.#size;
  }

  /** The first byte of the input of which nothing is used yet: after the last block, what follows the stream. */
  get end(): number {
    return this.#at + (this.#bit === 0 ? 0 : 1);
  }

  /** Inflates one block. @returns whether it was the stream's last @throws InflateError */
  block(): boolean {
    const last = this.#bits(1) === 1;
    const type = this.#bits(2);
    if (type === 0) this.#stored();
    else if (type === 1) this.#compressed(...fixedCodes());
    else if (type === 2) this.#compressed(...this.#dynamicCodes());
    else throw new InflateError("corrupt");
    return last;
  }

  /** The next `count` bits as a number. */
  #bits(count: number): number {
    const value = this.#word() & ((1 << count) - 1);
    this.#use(count);
    return value;
  }

  /** At least 25 bits, the next one lowest. */
  #word(): number {
    return word(this.#input, this.#view, this.#at) >>> this.#bit;
  }

  #use(count: number): void {
    const bits = this.#bit + count;
    this.#at += bits >>> 3;
    this.#bit = bits & 7;
    if (this.end > this.#input.length) throw new InflateError("cut");
  }

  /** One symbol of a code. */
  #symbol(code: Code): number {
    const entry = code.table[this.#word() & firstMask]!;
    if (entry === 0) throw fault(this.#input, this.#at, this.#bit + code.bits);
    this.#use(entry & 15);
    return entry >>> 4;
  }

  #stored(): void {
    const input = this.#input;
    const at = this.end + 4;
    if (at > input.length) throw new InflateError("cut");
    const length = this.#view.getUint16(at - 4, true);
    if (length !== (~this.#view.getUint16(at - 2, true) & 0xffff)) throw new InflateError("corrupt");
    if (at + length > input.length) throw new InflateError("cut");
    if (this.#size + length > this.#out.length) this.#makeRoom(this.#size, length);
    this.#out.set(input.subarray(at, at + length), this.#size);
    this.#size += length;
    this.#at = at + length;
    this.#bit = 0;
  }

  /** The codes of literals and of distances, whose code lengths are themselves coded. */
  #dynamicCodes(): [Code, Code] {
    const literals = this.#bits(5) + 257;
    const count = literals + this.#bits(5) + 1;
    const stored = this.#bits(4) + 4;
    if (literals > 286 || count - literals > 30) throw new InflateError("corrupt");
    const ofLengths = new Uint8Array(codeLengthOrder.length);
    for (let k = 0; k < stored; k++) ofLengths[codeLengthOrder[k]!] = this.#bits(3);
    const code = makeCode(ofLengths, false);
    const lengths = new Uint8Array(count);
    for (let k = 0; k < count; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[k++] = symbol;
        continue;
      }
      if (symbol === 16 && k === 0) throw new InflateError("corrupt");
      const value = symbol === 16 ? lengths[k - 1]! : 0;
      const end =
        k + (symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7));
      if (end > count) throw new InflateError("corrupt");
      lengths.fill(value, k, end);
      k = end;
    }
    // Without a code for the end of the block there is no end.
    if (lengths[256] === 0) throw new InflateError("corrupt");
    return [makeCode(lengths.subarray(0, literals), true), makeCode(lengths.subarray(literals), true)];
  }

  /** Literals and matches up to the block's end. The loop that counts: its state is in local variables. */
  #compressed(literalCode: Code, distanceCode: Code): void {
    const input = this.#input;
    const view = this.#view;
    const { table: literals, secondMask: literalMask } = literalCode;
    const { table: distances, secondMask: distanceMask } = distanceCode;
    const origin = this.#origin;
    let out = this.#out;
    let size = this.#size;
    let at = this.#at;
    let bit = this.#bit;
    for (;;) {
      at += bit >>> 3;
      bit &= 7;
      // At least 25 bits: a code of at most 15, and 10 for a second literal or a length's extra bits.
      let next = word(input, view, at) >>> bit;
      let entry = literals[next & firstMask]!;
      if ((entry & 15) === 0) {
        entry = literals[(entry >>> 4) + ((next >>> firstBits) & literalMask)]!;
        if ((entry & 15) === 0) throw fault(input, at, bit + literalCode.bits);
      }
      next >>>= entry & 15;
      bit += entry & 15;
      let symbol = entry >>> 4;
      if (symbol < 256) {
        if (size === out.length) out = this.#makeRoom(size, 1);
        out[size++] = symbol;
        entry = literals[next & firstMask]!;
        if (entry >= endOfLiterals || (entry & 15) === 0) continue;
        bit += entry & 15;
        if (size === out.length) out = this.#makeRoom(size, 1);
        out[size++] = entry >>> 4;
        continue;
      }
      if (symbol === 256) break;
      symbol -= 257;
      if (symbol >= lengthBase.length) throw fault(input, at, bit);
      let extra = lengthExtra[symbol]!;
      const length = lengthBase[symbol]! + (next & ((1 << extra) - 1));
      bit += extra;
      at += bit >>> 3;
      bit &= 7;
      next = word(input, view, at) >>> bit;
      entry = distances[next & firstMask]!;
      if ((entry & 15) === 0) {
        entry = distances[(entry >>> 4) + ((next >>> firstBits) & distanceMask)]!;
        if ((entry & 15) === 0) throw fault(input, at, bit + distanceCode.bits);
      }
      symbol = entry >>> 4;
      bit += entry & 15;
      if (symbol >= distanceBase.length) throw fault(input, at, bit);
      extra = distanceExtra[symbol]!;
      at += bit >>> 3;
      bit &= 7;
      next = word(input, view, at) >>> bit;
      const distance = distanceBase[symbol]! + (next & ((1 << extra) - 1));
      bit += extra;
      if (distance > size - origin) throw fault(input, at, bit);
      if (size + length > out.length) out = this.#makeRoom(size, length);
      // A match may overlap what it makes: byte by byte, in order.
      for (const stop = size + length; size < stop; size++) out[size] = out[size - distance]!;
    }
    this.#size = size;
    this.#at = at;
    this.#bit = 0;
    this.#use(bit);
  }

  /** The output with room for `more` bytes behind the first `size`. @throws InflateError `too-large` */
  #makeRoom(size: number, more: number): Uint8Array<ArrayBuffer> {
    const least = size + more;
    if (least > this.#most) throw new InflateError("too-large");
    const grown = new Uint8Array(Math.min(this.#most, Math.max(least, 2 * size)));
    grown.set(this.#out.subarray(0, size));
    this.#out = grown;
    return grown;
  }
}

/**
 * Four bytes as a number, the lowest first; zeros stand in for bytes behind the input's end.
 *
 * @throws InflateError `cut` once such a byte has been used: zeros could stand for symbols without end
 */
function word(input: Uint8Array, view: DataView, at: number): number {
  if (at <= input.length - 4) return view.getInt32(at, true);
  if (at > input.length) throw new InflateError("cut");
  let value = 0;
  for (let k = 0; at + k < input.length; k++) value |= input[at + k]! << (8 * k);
  return value;
}

/** What was read makes no sense: the input is corrupt or, if the bits in question are not all its own, cut. */
function fault(input: Uint8Array, at: number, bits: number): InflateError {
  return new InflateError(8 * (input.length - at) < bits ? "cut" : "corrupt");
}

/**
 * The canonical Huffman code with these lengths, a symbol each, 0 for a symbol without code.
 *
 * @param single whether a lone code of one bit may leave the other bit unused
 * @throws InflateError if the lengths are too many to be told apart, or leave codes unused
 */
function makeCode(lengths: Uint8Array, single: boolean): Code {
  const counts = new Uint16Array(longestCode + 1);
  for (const length of lengths) counts[length]!++;
  const next = new Uint16Array(longestCode + 2);
  let bits = 0;
  let left = 1;
  for (let length = 1; length <= longestCode; length++) {
    const count = counts[length]!;
    if (count > 0) bits = length;
    left = 2 * left - count;
    if (left < 0) throw new InflateError("corrupt");
    next[length + 1] = (next[length]! + count) << 1;
  }
  // No code at all is no fault as long as none is used.
  if (left > 0 && bits > 0 && !(single && bits === 1)) throw new InflateError("corrupt");
  const first = 1 << firstBits;
  const second = 1 << Math.max(0, bits - firstBits);
  let end = first;
  const table = new Uint32Array(first + lengths.length * (second > 1 ? second : 0));
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    const code = next[length]!++;
    let bitsOfCode = 0;
    // Codes are stored from their highest bit on, all else from the lowest.
    for (let bit = 0; bit < length; bit++) bitsOfCode |= ((code >>> bit) & 1) << (length - 1 - bit);
    const entry = (symbol << 4) | length;
    if (length <= firstBits) {
      for (let k = bitsOfCode; k < first; k += 1 << length) table[k] = entry;
      continue;
    }
    const prefix = bitsOfCode & (first - 1);
    if (table[prefix] === 0) {
      table[prefix] = end << 4;
      end += second;
    }
    const start = table[prefix]! >>> 4;
    for (let k = bitsOfCode >>> firstBits; k < second; k += 1 << (length - firstBits))
      table[start + k] = entry;
  }
  return { table, bits, secondMask: second - 1 };
}

let fixed: [Code, Code] | undefined;

/** The codes of RFC 1951, 3.2.6, which need not be stored. */
function fixedCodes(): [Code, Code] {
  if (fixed === undefined) {
    const lengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
    fixed = [makeCode(lengths, false), makeCode(new Uint8Array(32).fill(5), false)];
  }
  return fixed;
}
