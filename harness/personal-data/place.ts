import type { Detection } from './detection.ts';
import type { Position } from './line-counter.ts';

/** A detection in a text that came in parts. */
export interface Place extends Omit<Detection, 'offset' | 'length'>, Position {
  /** What stands there; it is never printed. */
  readonly value: string;
}
