import type { SentRequest } from '../../core/exchange.ts';
import { isFormMediaType } from '../../core/media-type.ts';
import { printable } from '../../core/printable.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { renderFields } from '../client/render-body.ts';
import { MASK } from '../masking/mask.ts';

/** A request as a command for a POSIX shell. */
export interface CurlCommand {
  readonly lines: readonly string[];
  /** The placeholders to fill in first: `$TOKEN`, and names such as `<taxId>` for masked values. */
  readonly placeholders: readonly string[];
}

/**
 * Renders a redacted request as a curl command with a new idempotency key. Every value is in single quotes, because
 * values from the bank are untrusted. Characters that a terminal does not show are escaped as in JSON. The access token
 * is the shell variable `TOKEN`.
 */
export function renderCurl(request: SentRequest, newKey: () => string = systemGuid): CurlCommand {
  const placeholders = new Set<string>();
  const fill = (text: string, name: string) => {
    if (!text.includes(MASK)) return text;
    const placeholder = `<${name}>`;
    placeholders.add(placeholder);
    return text.replaceAll(MASK, placeholder);
  };
  const headers = Object.entries(request.headers).map(([name, value]) => {
    if (name === 'authorization') {
      placeholders.add('$TOKEN');
      return '-H "authorization: Bearer $TOKEN"';
    }
    const shown = name === 'idempotency-key' ? newKey() : fill(value, name);
    // With a colon and no value curl would leave the header out.
    return `-H ${quote(shown === '' ? `${name};` : `${name}: ${shown}`)}`;
  });
  const url = request.url.replace(/([?&])([^=&]+)=([^&]*)/g, (_, separator: string, name: string, value: string) => {
    return `${separator}${name}=${fill(value, name)}`;
  });
  const options = [...headers, ...renderData(request, fill)];
  return {
    // -g: brackets and braces in the address are text.
    lines: [
      `curl -g -X ${quote(request.method)} ${quote(fill(url, 'value'))}`,
      ...options.map((option) => `  ${option}`),
    ].map((line, index) => (index < options.length ? `${line} \\` : line)),
    placeholders: [...placeholders].map(printable).sort(),
  };
}

function renderData({ headers, body }: SentRequest, fill: (text: string, name: string) => string): string[] {
  if (body === undefined) return [];
  // A text is not kept in a report.
  if (typeof body === 'string') return [`--data-raw ${quote(fill(MASK, 'body'))}`];
  const filled = fillValue(body, 'body', fill);
  if (!isFormMediaType(headers['content-type'] ?? '')) return [`--data-raw ${quote(JSON.stringify(filled))}`];
  return [...renderFields(filled as Record<string, unknown>)].map(
    ([name, value]) => `--data-urlencode ${quote(`${encodeURIComponent(name)}=${value}`)}`,
  );
}

function fillValue(value: unknown, name: string, fill: (text: string, name: string) => string): unknown {
  if (typeof value === 'string') return fill(value, name);
  if (Array.isArray(value)) return value.map((item) => fillValue(item, name, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fillValue(child, key, fill)]));
}

/** Quotes a value for a POSIX shell; within single quotes only the single quote itself has a meaning. */
function quote(text: string): string {
  return `'${printable(text).replaceAll("'", `'\\''`)}'`;
}
