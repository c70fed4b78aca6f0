import { renderPointer } from './json-pointer.ts';
import type { Location, Problem } from './problem.ts';

/** A file that was read: its content as plain JSON, and the positions of its parts. */
export interface SourceText {
  readonly file: string;
  /** Undefined if there are problems. */
  readonly value: unknown;
  /** The reasons why the text is not a JSON value: syntax, a duplicate field, several documents, endless aliases. */
  readonly problems: readonly Problem[];
  /**
   * Returns the position of the value at a JSON pointer, or of the name of its field. A pointer to nothing returns the
   * position of its nearest ancestor.
   */
  locate(pointer: string | readonly string[], part?: 'key' | 'value'): Location;
}

/**
 * Parses YAML 1.2 or JSON to plain JSON with positions. Never rejects: `problems` lists the errors in the text. Loads
 * the parser at the first call, because it takes longer than the rest.
 */
export async function parseSourceText(file: string, text: string): Promise<SourceText> {
  const [yaml, { readTree }] = await Promise.all([import('yaml'), import('./yaml-tree.ts')]);
  const lineCounter = new yaml.LineCounter();
  // readTree reports duplicate fields, because it knows their names.
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
  if (code === 'MULTIPLE_DOCS') return 'The file holds several documents; expected one';
  if (code === 'RESOURCE_EXHAUSTION') return 'The file is nested too deeply';
  return `The file is neither YAML nor JSON: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
