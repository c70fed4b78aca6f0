import type { PersonalDataKind } from './detection.ts';

/** Whether a value that looks like somebody's is one that a person said is known and right. */
export type IsAllowed = (kind: PersonalDataKind, value: string) => boolean;

/**
 * Reads what is allowed: a value, told with or without the signs between its digits; an e-mail address; or a domain, which stands for
 * those below it, too.
 */
export function buildAllowed(texts: readonly string[]): IsAllowed {
  const allowed = texts.map((text) => text.trim().toLowerCase());
  const numbers = new Set(allowed.filter((text) => /^[\d\s().+-]+$/.test(text)).map(digitsOf));
  return (kind, value) => {
    if (kind !== 'e-mail') return numbers.has(digitsOf(value));
    const address = value.toLowerCase().replace('%40', '@');
    const host = address.slice(address.indexOf('@') + 1);
    return allowed.some((text) => text === address || host === text.replace(/^@/, '') || host.endsWith(`.${text}`));
  };
}

function digitsOf(text: string): string {
  return text.replace(/%2b|\D/gi, '');
}
