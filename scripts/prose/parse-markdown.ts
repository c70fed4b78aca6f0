import type { Passage } from './finding.ts';

/** A line of prose, or `undefined` where the line is code, a table, front matter or an HTML comment. */
type ProseLine = string | undefined;

const FENCE = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})/;

/** Returns the end of the front matter as the number of its lines; 0 without one. */
function countFrontMatter(lines: readonly string[]): number {
  return lines[0] === '---' ? lines.indexOf('---', 1) + 1 : 0;
}

/** Removes all that is not prose from a Markdown text; the lines keep their numbers. */
export function listProseLines(text: string): ProseLine[] {
  const withoutComments = text.replaceAll(/<!--[\s\S]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ''));
  const lines = withoutComments.split('\n');
  const frontMatter = countFrontMatter(lines);
  let fence: string | undefined;
  return lines.map((line, index) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      return undefined;
    }
    fence = mark;
    return mark !== undefined || index < frontMatter || /^\s*\|/.test(line) ? undefined : line;
  });
}

/** A heading, or a label: a line that is bold as a whole. */
const HEADING = /^#{1,6}\s+|^\*\*(?=[^*]+\*\*$)/;
const ITEM = /^[\s>]*(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?/;

/** Parses a Markdown text into paragraphs, list items and headings. */
export function parseMarkdown(file: string, text: string): Passage[] {
  const passages: Passage[] = [];
  let open: Passage | undefined;
  for (const [index, line] of listProseLines(text).entries()) {
    if (line === undefined || line.replaceAll('>', '').trim() === '') {
      open = undefined;
      continue;
    }
    const kind = HEADING.test(line) ? 'heading' : 'paragraph';
    const bare = line
      .replace(HEADING, '')
      .replace(ITEM, '')
      .replace(/^[\s>]+/, '');
    if (open === undefined || kind === 'heading' || ITEM.test(line)) {
      open = { category: 'markdown', kind, file, line: index + 1, text: bare };
      passages.push(open);
    } else open.text += `\n${bare}`;
    if (kind === 'heading') open = undefined;
  }
  return passages;
}
