/**
 * CRC-32 (IEEE 802.3, as in gzip and PNG) of bytes, or of a text's UTF-8 bytes: finds every flipped bit.
 *
 * @param before that of what comes before, where all is not at hand at once
 */
export function crc32(data: string | Uint8Array, before = 0): number {
  let crc = before ^ 0xffffffff;
  for (const byte of typeof data === "string" ? new TextEncoder().encode(data) : data) {
    crc ^= byte;
    // The reflected polynomial, a bit at a time: models are small, and a table would be most of the code.
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
