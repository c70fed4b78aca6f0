import type { Detection } from './detection.ts';
import type { Position } from './line-counter.ts';

/** A detection in a text that is read in parts. */
export interface Place extends Omit<Detection, 'offset' | 'length'>, Position {
  /** The value; it is never printed. */
  readonly value: string;
}
