import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Location } from '../arazzo/problem.ts';

const OWN_FOLDER = new URL('.', import.meta.url).href;

/** Where the code stands that called the builder: the first line of the stack beyond this folder. Types are stripped in place, so it is the line of the source. */
export function callerLocation(): Location | undefined {
  const lines = new Error().stack?.split('\n').slice(1) ?? [];
  for (const frame of lines) {
    const [, url = '', line, column] = /(file:\/\/[^\s)]+?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (url !== '' && !url.startsWith(OWN_FOLDER))
      return { file: relative(process.cwd(), fileURLToPath(url)), line: Number(line), column: Number(column) };
  }
  return undefined;
}
