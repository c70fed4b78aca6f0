import { CrosscheckError } from '../../core/errors.ts';
import type { PersonalDataKind } from './detection.ts';
import { foldText } from './folded-text.ts';
import { shapeOf } from './shape.ts';

/** Whether a value that looks like somebody's is one that a person said is known and right. */
export type IsAllowed = (kind: PersonalDataKind, value: string) => boolean;

/** What a person said is known and right, and what of that no value was. */
export interface Allowed {
  readonly isAllowed: IsAllowed;
  /** The texts that matched nothing so far; a number or an address by its shape. */
  unmatched(): readonly string[];
}

type Matches = (kind: PersonalDataKind, value: string) => boolean;

/**
 * Reads what is allowed: a value, told with or without the signs between its digits; an e-mail address; or a domain, with or without a
 * dot or an `@` before it, which stands for those below it, too. Throws a CrosscheckError for a text that can match nothing.
 */
export function buildAllowed(texts: readonly string[]): Allowed {
  const entries = texts.map((text) => ({ text: told(text), matches: parseAllowed(text), isMatched: false }));
  return {
    isAllowed: (kind, value) => {
      const matching = entries.filter(({ matches }) => matches(kind, value));
      for (const entry of matching) entry.isMatched = true;
      return matching.length > 0;
    },
    unmatched: () => entries.filter(({ isMatched }) => !isMatched).map(({ text }) => text),
  };
}

const DOMAIN = /^[.@]?((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+)$/u;
/** The shortest value that is looked for has nine digits, the longest nineteen. */
const NUMBER = /^(?:\D*\d){9,19}\D*$/;

function parseAllowed(text: string): Matches {
  const folded = foldText(text).trim().toLowerCase();
  if (/^[\d\s().+-]+$/.test(folded) && NUMBER.test(folded)) {
    const digits = digitsOf(folded);
    return (kind, value) => kind !== 'e-mail' && digitsOf(value) === digits;
  }
  if (/^[^\s@,*]+@[^\s@,*]+\.[^\s@,*.]+$/.test(folded))
    return (kind, value) => kind === 'e-mail' && addressOf(value) === folded;
  const [, domain] = /\p{L}/u.test(folded) ? (DOMAIN.exec(folded) ?? []) : [];
  if (domain !== undefined) return (kind, value) => kind === 'e-mail' && `.${hostOf(value)}`.endsWith(`.${domain}`);
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot allow "${told(text)}" as no value can match it`,
    remedy: 'Name one number, one e-mail address, or one domain as bank.example, which stands for those below it, too',
  });
}

/** A text as it may be printed: a value is not repeated. */
function told(text: string): string {
  return /[\p{N}@]/u.test(text.trim().replace(/^@/, '')) ? shapeOf(text) : text;
}

function addressOf(value: string): string {
  return value.toLowerCase().replace('%40', '@');
}

function hostOf(value: string): string {
  const address = addressOf(value);
  return address.slice(address.indexOf('@') + 1);
}

function digitsOf(text: string): string {
  return foldText(text).replace(/%2b|\D/gi, '');
}
