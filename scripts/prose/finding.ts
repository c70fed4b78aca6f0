/** The group of texts a finding belongs to; `allowed-findings.json` has a number for each. */
export const CATEGORIES = ['docstrings', 'titles', 'messages', 'contracts', 'markdown', 'commits'] as const;
export type Category = (typeof CATEGORIES)[number];

/** A text to check, with the line of its first character. Line breaks are those of the file. */
export interface Passage {
  category: Category;
  kind: 'comment' | 'docstring' | 'function docstring' | 'string' | 'title' | 'paragraph' | 'heading';
  file: string;
  line: number;
  text: string;
}

export interface Finding {
  category: Category;
  file: string;
  line: number;
  rule: string;
  /** The words in question, on one line. */
  text: string;
  /** The plain words, or the way to write it. */
  replacement: string;
}

/** Replaces inline code, URLs and link targets by a placeholder of the same length, so that positions stay valid. */
export function maskCode(text: string): string {
  return text.replaceAll(/`[^`]+`|https?:\/\/\S+|(?<=\])\([^)\s]*\)/g, (code) => code.replaceAll(/[^\n`]/g, '·'));
}

/** Builds the finding for the characters `start` to `end` of a passage. */
export function buildFinding(
  passage: Passage,
  [start, end]: readonly [start: number, end: number],
  rule: string,
  replacement: string,
): Finding {
  const { category, file, text } = passage;
  const line = passage.line + text.slice(0, start).split('\n').length - 1;
  const before = start === end ? '' : text.slice(0, start).replace(/^.*\s(?=.{20,}$)/s, '');
  const excerpt = before + (/^.{0,40}\S*/s.exec(text.slice(start))?.[0] ?? '');
  return { category, file, line, rule, text: excerpt.replaceAll(/\s+/g, ' ').trim(), replacement };
}

/** Renders a finding as one line: place, rule, text and replacement. */
export function renderFinding({ file, line, rule, text, replacement }: Finding): string {
  return `${file}:${line} ${rule}: ${text} -> ${replacement}`;
}
