import { isObject, notExecutable, type SourceDocument } from './document.ts';

/**
 * Rejects a document that no contract can be built from: another version than OpenAPI 3.0 or 3.1, or a `$ref` to
 * another file. Throws a CrosscheckError.
 */
export function guardDocument({ sourceName, document }: SourceDocument): void {
  if (!isObject(document) || (document.openapi === undefined && document.swagger === undefined)) {
    throw notExecutable(
      `Source "${sourceName}" is not an OpenAPI document: the field "openapi" with its version is missing`,
      'Provide an OpenAPI 3.0 or 3.1 document',
    );
  }
  const version = String(document.openapi ?? document.swagger);
  if (!/^3\.[01](\.|$)/.test(version)) {
    throw notExecutable(
      `Source "${sourceName}" is OpenAPI ${version}, which Crosscheck cannot execute`,
      'Convert it to OpenAPI 3.0 or 3.1',
    );
  }
  const elsewhere = findExternalReference(document);
  if (elsewhere !== undefined) {
    throw notExecutable(
      `Source "${sourceName}" is incomplete: it refers to "${elsewhere}"`,
      'Bundle it into one file first, for example with `npx redocly bundle openapi.yaml --output bundled.yaml`',
    );
  }
}

/** Fields with data: a `$ref` inside is not a reference. */
const DATA: ReadonlySet<string> = new Set(['example', 'examples']);

function findExternalReference(value: unknown, seen = new Set<unknown>()): string | undefined {
  if (!isObject(value) || seen.has(value)) return undefined;
  seen.add(value);
  for (const [name, child] of Object.entries(value)) {
    if (name === '$ref' && typeof child === 'string' && !child.startsWith('#')) return child;
    const found = DATA.has(name) ? undefined : findExternalReference(child, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
