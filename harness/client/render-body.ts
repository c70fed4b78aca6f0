import type { SentRequest } from '../../core/exchange.ts';
import { isFormMediaType, isJsonMediaType } from '../../core/media-type.ts';

/**
 * Renders the body of a request: JSON by default. For another media type, text stays as it is, and an object becomes
 * the fields of a form.
 */
export function renderBody({ headers, body }: SentRequest): string | URLSearchParams {
  const contentType = headers['content-type'] ?? 'application/json';
  if (isJsonMediaType(contentType)) return JSON.stringify(body);
  if (typeof body === 'string') return body;
  return isFormMediaType(contentType) ? renderFields(body as Record<string, unknown>) : JSON.stringify(body);
}

/**
 * Renders the fields of a query or form: an array repeats its name for each value, undefined is left out. Source:
 * OpenAPI 3.1, `form`.
 */
export function renderFields(values: Readonly<Record<string, unknown>>): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) fields.append(name, renderField(one));
  }
  return fields;
}

function renderField(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
