/** A position in a file, 1-based. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One problem in a file, as a sentence. */
export interface Problem {
  readonly message: string;
  readonly location?: Location;
}

/**
 * Renders `file:line:column message`, which editors and terminals turn into a link; the message alone without a
 * position.
 */
export function renderProblem({ message, location }: Problem): string {
  return location ? `${location.file}:${location.line}:${location.column} ${message}` : message;
}
