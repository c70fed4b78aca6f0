/** Removes the ~ from a value that no file of the repository may contain. */
export function whole(text: string): string {
  return text.replaceAll('~', '');
}
