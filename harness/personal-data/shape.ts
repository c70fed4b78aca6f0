/** Returns the shape of a value that must not be printed: every digit as #, every letter as x. */
export function shapeOf(value: string): string {
  return value.replace(/\p{N}/gu, '#').replace(/[\p{L}\p{M}]/gu, 'x');
}
