/** The width that every message fits. */
const COLUMNS = 80;

/** The indent of the lines that continue a wrapped line. */
const CONTINUED = '    ';

/**
 * Parts that stay on one line, so that a person can copy them: a quoted text, and a command up to the end of its
 * clause. Paths and URLs have no spaces. A word that opens with a colon stays with the one before it: a CI system reads
 * `::error` at the beginning of a line as a command.
 */
const PART = /(?:"[^"]*"|(?:npx crosscheck|npm (?:start|run|ci|install))\b(?:[^;(),:]|[,:](?! |$))*|[^\s"]| +:|")+/g;

/**
 * Wraps each line of a text at 80 columns. Continuation lines are indented by four more columns than their line, or by
 * `continued`. A part that must not be broken may be longer than a line.
 */
export function wrapText(text: string, columns = COLUMNS, continued = CONTINUED): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns, continued))
    .join('\n');
}

function wrapLine(line: string, columns: number, continued: string): string {
  if (line.length <= columns) return line;
  const [indent = ''] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = indent;
  for (const part of line.match(PART) ?? []) {
    const isEmpty = current.trim() === '';
    if (!isEmpty && current.length + 1 + part.length > columns) {
      lines.push(current);
      current = `${indent}${continued}${part}`;
    } else current += isEmpty ? part : ` ${part}`;
  }
  return [...lines, current].join('\n');
}
