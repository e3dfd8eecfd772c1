/** CRC-32 (IEEE 802.3, as in gzip and PNG) of the text's UTF-8 bytes: finds every flipped bit. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    // The reflected polynomial, a bit at a time: models are small, and a table would be most of the code.
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
