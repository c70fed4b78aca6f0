import { renderPointer } from './json-pointer.ts';
import type { Location, Problem } from './problem.ts';

/** A file that was read: what it holds as plain JSON, and where each part of that stands. */
export interface SourceText {
  readonly file: string;
  /** Undefined when there are problems. */
  readonly value: unknown;
  /** Why the text is no JSON value: syntax, a field given twice, several documents, aliases without end. */
  readonly problems: readonly Problem[];
  /**
   * Where the value at a JSON pointer begins, or the name of the field that holds it. A pointer that leads nowhere gives
   * its nearest existing ancestor.
   */
  locate(pointer: string | readonly string[], part?: 'key' | 'value'): Location;
}

/**
 * Parses YAML 1.2 or JSON, which is YAML, into plain JSON with positions. Never rejects for the text: what is wrong with
 * that is in `problems`. The parser loads at the first call, as it takes longer than all the rest of the language.
 */
export async function parseSourceText(file: string, text: string): Promise<SourceText> {
  const [yaml, { readTree }] = await Promise.all([import('yaml'), import('./yaml-tree.ts')]);
  const lineCounter = new yaml.LineCounter();
  // A field given twice is found by readTree, which knows its name.
  const options = { lineCounter, prettyErrors: false, uniqueKeys: false } as const;
  const document = yaml.parseDocument(text.replace(/^\uFEFF/, ''), options);
  const locationAt = (offset: number): Location => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [error] = document.errors;
  const { value, complaints, places } = readTree(document.contents);
  const found = error ? [{ message: describeSyntax(error), offset: error.pos[0] }] : complaints;
  return {
    file,
    value: found.length > 0 ? undefined : value,
    problems: found.map(({ message, offset }) => ({ message, location: locationAt(offset) })),
    locate(pointer, part = 'value') {
      let path = typeof pointer === 'string' ? pointer : renderPointer(pointer);
      let place = places.get(path);
      const { length } = path;
      while (!place && path !== '') {
        path = path.slice(0, path.lastIndexOf('/'));
        place = places.get(path);
      }
      const isExact = path.length === length;
      return locationAt((isExact && part === 'key' ? place?.key : place?.value) ?? place?.value ?? 0);
    },
  };
}

function describeSyntax({ code, message }: { code: string; message: string }): string {
  if (code === 'MULTIPLE_DOCS') return 'The file holds several documents; wanted one';
  if (code === 'RESOURCE_EXHAUSTION') return 'The file is nested too deep';
  return `The file is neither YAML nor JSON: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
