/** A place in a file; lines and columns count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Why a document can not be executed: a sentence, and where it comes from. */
export interface Problem {
  readonly message: string;
  readonly location?: Location;
}
