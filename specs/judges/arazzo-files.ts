import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ArazzoDocument } from '../../harness/host.ts';

const FOLDER = 'generated/arazzo';

/** An emitted document: its path, and what is written there. */
export interface ArazzoFile {
  readonly path: string;
  readonly document: ArazzoDocument;
}

/** Loads every document in `generated/arazzo/`. Throws if there is none: a judge without a case proves nothing. */
export function loadArazzoFiles(): ArazzoFile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.arazzo.yaml'));
  if (names.length === 0) throw new Error(`There is no Arazzo document in ${FOLDER}; npm run generate writes them`);
  return names.map((name) => {
    const path = join(FOLDER, name);
    return { path, document: parse(readFileSync(path, 'utf8')) as ArazzoDocument };
  });
}
