import { CrosscheckError } from '../../core/errors.ts';
import type { Operation } from '../../core/operation.ts';

/** The operating error for a path that would call another operation; nothing was sent. */
export class UnsafePath extends CrosscheckError {
  readonly operationId: string;

  constructor(operationId: string, message: string) {
    const remedy =
      'Look at the step or response that the value comes from; a bank that answers with such a value has a fault';
    super({ code: 'unsafe-path', message, remedy });
    this.operationId = operationId;
  }
}

type PathValues = Readonly<Record<string, unknown>>;

/** Path templates split once: text and parameter names alternate. */
const templates = new Map<string, readonly string[]>();

/**
 * Renders the path of an operation with its values, percent-encoded. Throws a CrosscheckError for a value that is empty
 * or cannot be encoded, and for a path with a dot segment in any encoding: a server that resolves it would execute
 * another operation.
 */
export function renderPath(
  { operationId, path: template }: Pick<Operation, 'operationId' | 'path'>,
  values: PathValues = {},
): string {
  if (!template.startsWith('/'))
    throw new UnsafePath(operationId, `The path "${template}" of ${operationId} does not begin with a slash`);
  let parts = templates.get(template);
  if (!parts) {
    parts = template.split(/\{([^{}]+)\}/);
    templates.set(template, parts);
  }
  let path = '';
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) path += part;
    else path += encodeValue(operationId, part, Object.hasOwn(values, part) ? values[part] : undefined);
  }
  if (hasDotSegment(path))
    throw new UnsafePath(
      operationId,
      `The path ${show(path)} of ${operationId} has a dot segment, which would call another operation`,
    );
  return path;
}

function encodeValue(operationId: string, name: string, value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  if (text.trim() === '')
    throw new UnsafePath(operationId, `The path parameter "${name}" has no value (${show(value)})`);
  if (!text.isWellFormed())
    throw new UnsafePath(operationId, `The path parameter "${name}" is not well-formed Unicode (${show(value)})`);
  if (hasDotSegment(text))
    throw new UnsafePath(
      operationId,
      `The path parameter "${name}" is a dot segment, which would call another operation (${show(value)})`,
    );
  return encodeURIComponent(text);
}

/** A value that is still percent-encoded after so many decodings is rejected. */
const MOST_DECODINGS = 8;

/**
 * Returns true for a text with a segment `.` or `..` as any server on the way may read it: decoded once or more often,
 * with backslashes for slashes, look-alikes of dots, control characters, or parameters after a semicolon.
 */
function hasDotSegment(text: string): boolean {
  if (/^[\w/~-]*$/.test(text)) return false;
  let decoded = text;
  for (let round = 0; round < MOST_DECODINGS; round += 1) {
    const next = decodeOnce(decoded);
    if (next === decoded) return next.split(/[/\\]/).some((segment) => /^\.\.?(;|$)/.test(segment));
    decoded = next;
  }
  return true;
}

/** Decodes percent encodings, including the overlong and wide ones that careless servers accept. */
function decodeOnce(text: string): string {
  return text
    .replace(/%c0%ae|%u002e/gi, '.')
    .replace(/%c0%af|%c1%9c|%u002f|%u005c/gi, '/')
    .replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\s]/gu, '')
    .replaceAll('。', '.');
}

function show(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 100);
}
