/** Returns the annotations of a test that proves these requirements. */
export function proves(...ids: readonly string[]): { annotation: { type: string; description: string }[] } {
  return { annotation: ids.map((description) => ({ type: 'requirement', description })) };
}
