import { printable } from '../../core/printable.ts';

/** The width in columns of a report that is not printed on a terminal. */
export const DEFAULT_WIDTH = 100;

/** The indent of everything below the line of a step. */
export const STEP_INDENT = ' '.repeat(7);

/** Shortens a text to at most `width` characters; a shortened text ends with an ellipsis. */
export function shorten(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters
    .slice(0, Math.max(width - 1, 0))
    .join('')
    .trimEnd()}…`;
}

/**
 * Breaks a text at spaces into lines of at most `width` characters, each with the indent. Lines after the first have
 * `hanging` more spaces. A word that is longer than a line stays whole, so that it can be copied.
 */
export function wrap(text: string, width: number, indent = '', hanging = 0): string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + ' '.repeat(hanging);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  // A new line must not begin with a text that a CI system reads as a command.
  return [...lines, line].map((one) => printable(one.trimEnd()));
}
