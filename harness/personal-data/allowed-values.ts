import { CrosscheckError } from '../../core/errors.ts';
import type { PersonalDataKind } from './detection.ts';
import { foldText } from './folded-text.ts';
import { shapeOf } from './shape.ts';

/** Returns true for a value that looks like personal data and that the user has allowed. */
export type IsAllowed = (kind: PersonalDataKind, value: string) => boolean;

/** The values that the user has allowed. */
export interface Allowed {
  readonly isAllowed: IsAllowed;
  /** The allowed texts that matched nothing so far; numbers and addresses by their shape. */
  unmatched(): readonly string[];
}

type Matches = (kind: PersonalDataKind, value: string) => boolean;

/**
 * Parses what is allowed: a number, with or without separators; an e-mail address; or a domain, with or without a
 * leading dot or `@`, which includes its subdomains. Throws a CrosscheckError for a text that can match nothing.
 */
export function buildAllowed(texts: readonly string[]): Allowed {
  const entries = texts.map((text) => ({ text: hideValue(text), matches: parseAllowed(text), isMatched: false }));
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
/** The shortest number that a detector finds has 9 digits, the longest 19. */
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
    message: `Cannot allow "${hideValue(text)}": no value can match it`,
    remedy: 'Name one number, one e-mail address, or one domain such as bank.example, which includes its subdomains',
  });
}

/** Returns a text as it may be printed: without the value. */
function hideValue(text: string): string {
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
