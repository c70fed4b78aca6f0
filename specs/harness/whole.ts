/** A value that no file of the repository may hold: written with a ~ in it, it is none until that is taken out. */
export function whole(text: string): string {
  return text.replaceAll('~', '');
}
