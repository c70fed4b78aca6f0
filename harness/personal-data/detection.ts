import type { LabelBefore } from './labels.ts';

/** What a scanner tells apart, by the word that it prints. */
export type PersonalDataKind = 'SSN' | 'SSN or ITIN' | 'EIN' | 'phone' | 'e-mail' | 'card' | 'routing number';

/** A place of a text that looks like somebody's data. It tells where, and never repeats the value. */
export interface Detection {
  readonly kind: PersonalDataKind;
  /** From the beginning of the text, in UTF-16 code units, as strings count. */
  readonly offset: number;
  readonly length: number;
  /** Why it may be somebody's, without any part of the value. */
  readonly why: string;
  /** What belongs in its place. */
  readonly remedy: string;
}

/**
 * Finds one kind of data in a text: a pure function, linear in the text's length. What it says of a place depends on no more than
 * `REACH` code units before and behind, so that a text may be looked at in parts that overlap.
 */
export type Detect = (text: string) => Detection[];

/** Finds one kind of numbers in a folded text with its labels, as `Detect` does. */
export type DetectNumbers = (text: string, labelBefore: LabelBefore) => Detection[];

/** So far a detector looks beyond the place that it tells of, its own length included. */
export const REACH = 512;
