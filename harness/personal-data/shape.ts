/** The form of a value that is not to be repeated: every digit as #, every letter as x. */
export function shapeOf(value: string): string {
  return value.replace(/\p{N}/gu, '#').replace(/[\p{L}\p{M}]/gu, 'x');
}
