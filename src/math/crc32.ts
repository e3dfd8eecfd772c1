/** CRC-32 (IEEE 802.3, as in gzip and PNG) of bytes, or of a text's UTF-8 bytes: finds every flipped bit. */
export function crc32(data: string | Uint8Array): number {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  tables ??= makeTables();
  const table = tables;
  let crc = -1;
  let at = 0;
  // Four bytes a step (Kounavis and Berry 2005): each looks up what it does to the checksum that far ahead.
  for (const end = bytes.length - 3; at < end; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      table[768 + (crc & 255)]! ^
      table[512 + ((crc >>> 8) & 255)]! ^
      table[256 + ((crc >>> 16) & 255)]! ^
      table[crc >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}

/** Made at the first use: [256 k + b] is the checksum of the byte b followed by k zeros. */
let tables: Int32Array | undefined;

function makeTables(): Int32Array {
  const table = new Int32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    // The reflected polynomial, a bit at a time.
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    table[byte] = crc;
  }
  for (let k = 256; k < table.length; k++) {
    const before = table[k - 256]!;
    table[k] = (before >>> 8) ^ table[before & 255]!;
  }
  return table;
}
