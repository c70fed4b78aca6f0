import type { Category, Finding } from './finding.ts';

const MOST_COLUMNS = 120;
/** Text that cannot be wrapped. */
const UNBREAKABLE = /https?:\/\/|biome-ignore/;

/** Checks one physical line, `number` counted from 1. */
export function checkLineLength(category: Category, file: string, number: number, line: string): Finding[] {
  if (line.length <= MOST_COLUMNS || UNBREAKABLE.test(line)) return [];
  const text = `${line.trim().slice(0, 60)}...`;
  const replacement = `wrap it: ${line.length} columns, at most ${MOST_COLUMNS}`;
  return [{ category, file, line: number, rule: 'long line', text, replacement }];
}
