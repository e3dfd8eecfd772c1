const shades = [" ", "░", "▒", "▓", "█"];

/** Draws a grey picture in block characters, two a pixel because characters are twice as high as wide. */
export function picture(pixels: ArrayLike<number>, [rows, columns]: readonly [number, number]): string {
  const brightest = Math.max(...Array.from(pixels), Number.MIN_VALUE);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      const part = pixels[i * columns + j]! / brightest;
      return shades[Math.round(part * (shades.length - 1))]!.repeat(2);
    }).join(""),
  ).join("\n");
}
