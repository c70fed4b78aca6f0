import { fileURLToPath } from 'node:url';
import type { Location } from '@playwright/test';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Where the spec called, for a step's `location`: the first frame that is not Crosscheck's, or nothing. */
export function calledFrom(): { location?: Location } {
  const frames = (new Error().stack ?? '').matchAll(/ \(?(file:\/\/)?(\/[^()\n]+):(\d+):(\d+)\)?$/gm);
  for (const [, protocol, path = '', line, column] of frames) {
    const file = protocol ? fileURLToPath(`${protocol}${path}`) : path;
    if (!file.startsWith(HERE) && !file.includes('/node_modules/'))
      return { location: { file, line: Number(line), column: Number(column) } };
  }
  return {};
}
