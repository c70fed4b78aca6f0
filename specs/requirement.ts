/** The annotations of a test that proves these requirement ids. */
export function proves(...ids: readonly string[]): { annotation: { type: string; description: string }[] } {
  return { annotation: ids.map((description) => ({ type: 'requirement', description })) };
}
