/** What stopped one of several things, as a person is told it; also of an error that has come from another thread. */
export function describeError(error: unknown): string {
  const { name, message, remedy } = error as { name: string; message: string; remedy?: string };
  return remedy === undefined ? `${name}: ${message}` : `${message}\n${remedy}`;
}
