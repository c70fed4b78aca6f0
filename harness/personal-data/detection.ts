import type { LabelBefore } from './labels.ts';

/** The kinds of personal data, as printed. */
export type PersonalDataKind = 'SSN' | 'SSN or ITIN' | 'EIN' | 'phone' | 'e-mail' | 'card' | 'routing number';

/** A place in a text that looks like personal data. It never contains the value. */
export interface Detection {
  readonly kind: PersonalDataKind;
  /** The offset from the beginning of the text, in UTF-16 code units. */
  readonly offset: number;
  readonly length: number;
  /** The reason why the value may be real, without any part of it. */
  readonly why: string;
  /** A fictitious value to use instead. */
  readonly remedy: string;
}

/**
 * Finds one kind of data in a text. A pure function, linear in the length of the text. A result depends on at most
 * `REACH` code units before and after it, so a text can be scanned in overlapping parts.
 */
export type Detect = (text: string) => Detection[];

/** Finds one kind of numbers in a folded text with its labels, as `Detect` does. */
export type DetectNumbers = (text: string, labelBefore: LabelBefore) => Detection[];

/** The number of code units that a detector reads around a place, its own length included. */
export const REACH = 512;
