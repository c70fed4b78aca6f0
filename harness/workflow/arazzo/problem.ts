/** A place in a file, 1-based. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that a person has to mend in a file, as a sentence. */
export interface Problem {
  readonly message: string;
  readonly location?: Location;
}

/** `file:line:column message`, as editors and terminals make it a link; the message alone where no place is known. */
export function renderProblem({ message, location }: Problem): string {
  return location ? `${location.file}:${location.line}:${location.column} ${message}` : message;
}
