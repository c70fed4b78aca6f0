import { maskUrlPath } from '../../core/loopback.ts';
import { MASK } from './mask.ts';
import { variantsOf } from './secret-variants.ts';

/** Shorter values occur in too many texts by chance, so only their property is masked. */
const SHORTEST_SECRET = 4;
/** Words that a document may mark as secret, but that every report needs. */
const COMMON_WORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'undefined']);
/**
 * The most values learned from bodies, for a bank that sends new ones in each response. Further ones are masked by name
 * only.
 */
const MOST_SEEN = 2_000;

/** Switches all masking by value on or off, for the benchmark of its cost. */
export const masking = { isOn: true };

/**
 * The secret values of one client, which no copy of an exchange, finding, message or report may show. Each value is
 * known as it is and in its usual other forms. A search reads a text once, however many values there are. Values are
 * only added, and never printed.
 */
export class SecretValues {
  private readonly values = new Set<string>();
  private readonly variants = new Set<string>();
  /** Addresses of webhook handlers, each with its masked form. */
  private readonly addresses = new Map<string, string>();
  /** The variants by a hash of their first four characters, longest first. */
  private readonly byStart = new Map<number, string[]>();
  /** A flag for each hash: most hashes have no variant, which is then known without a look-up. */
  private readonly isStart = new Uint8Array(HASHES);
  private readonly wholeWords: boolean;

  /**
   * With `wholeWords`, a value is found only if no letter or digit is next to it, as for names; default: everywhere.
   */
  constructor({ wholeWords = false }: { readonly wholeWords?: boolean } = {}) {
    this.wholeWords = wholeWords;
  }

  /** Adds text and numbers, also in lists and objects. Values under four characters and other types are ignored. */
  add(...values: readonly unknown[]): void {
    for (const value of values) {
      if (typeof value === 'string' || typeof value === 'number') this.addText(String(value));
      else if (typeof value === 'object' && value !== null) this.add(...Object.values(value));
    }
  }

  /** Adds a value from a body, until there are too many of them. */
  addSeen(value: unknown): void {
    if (this.values.size < MOST_SEEN) this.add(value);
  }

  /** Adds the address of a webhook handler; its host stays visible. */
  addAddress(url: string): void {
    const shown = maskUrlPath(url);
    for (const form of [url, JSON.stringify(url).slice(1, -1), encodeURIComponent(url)])
      if (form !== shown) this.addresses.set(form, shown);
  }

  private addText(text: string): void {
    if (this.values.has(text) || !isMaskable(text)) return;
    this.values.add(text);
    for (const variant of variantsOf(text)) if (variant.length >= SHORTEST_SECRET) this.addVariant(variant);
  }

  private addVariant(variant: string): void {
    if (this.variants.has(variant)) return;
    this.variants.add(variant);
    const start = hashAt(variant, 0);
    const same = this.byStart.get(start) ?? [];
    const at = same.findIndex(({ length }) => length < variant.length);
    same.splice(at === -1 ? same.length : at, 0, variant);
    this.byStart.set(start, same);
    this.isStart[start] = 1;
  }

  /** Copies a JSON value with every secret masked: in texts, numbers and property names, also within longer texts. */
  mask<T>(value: T): T {
    if (typeof value === 'string') return this.maskText(value) as T;
    if (typeof value === 'number') return (masking.isOn && this.values.has(String(value)) ? MASK : value) as T;
    if (Array.isArray(value)) return value.map((item) => this.mask(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [this.maskText(name), this.mask(child)]),
    ) as T;
  }

  /** Returns a text with every secret masked; overlapping secrets become one mask. */
  maskText(text: string): string {
    if (!masking.isOn) return text;
    let shown = text;
    for (const [url, masked] of this.addresses) shown = shown.replaceAll(url, masked);
    return this.maskVariants(shown);
  }

  private maskVariants(text: string): string {
    let masked = '';
    let end = 0;
    let isMasked = false;
    for (let at = 0; at + SHORTEST_SECRET <= text.length; at++) {
      const length = this.lengthAt(text, at);
      if (length === 0) continue;
      if (!isMasked || at > end) masked += text.slice(end, at) + MASK;
      isMasked = true;
      end = Math.max(end, at + length);
    }
    return isMasked ? masked + text.slice(end) : text;
  }

  /** Returns true if a text or number contains a secret. */
  isIn(value: unknown): boolean {
    if (typeof value === 'number') return this.values.has(String(value));
    return typeof value === 'string' && this.maskText(value) !== value;
  }

  /** Masks an error in place: message, remedy, problems, stack and causes. Returns the same error. */
  maskError<E>(error: E): E {
    if (!(error instanceof Error)) return error;
    for (const field of ['message', 'stack', 'remedy', 'problems'] as const) {
      const value = (error as unknown as Record<string, unknown>)[field];
      if (value === undefined) continue;
      const masked = this.mask(value);
      if (JSON.stringify(masked) !== JSON.stringify(value))
        Object.defineProperty(error, field, { value: masked, configurable: true, writable: true });
    }
    this.maskError(error.cause);
    return error;
  }

  /** Returns the number of characters from `at` that are a secret, or the start of one that was cut off. */
  private lengthAt(text: string, at: number): number {
    const start = hashAt(text, at);
    if (this.isStart[start] === 0) return 0;
    let longest = 0;
    for (const variant of this.byStart.get(start) ?? []) {
      if (variant.length <= longest) break;
      const common = commonLength(text, at, variant);
      if (this.wholeWords ? !isWord(text, at, variant.length, common) : common < shortestCut(variant.length)) continue;
      longest = Math.max(longest, common);
    }
    return longest;
  }
}

function isMaskable(text: string): boolean {
  return text.length >= SHORTEST_SECRET && text !== MASK && !COMMON_WORDS.has(text.toLowerCase());
}

const HASHES = 65_536;

function hashAt(text: string, at: number): number {
  const first = text.charCodeAt(at) * 31 + text.charCodeAt(at + 1);
  return (((first * 31 + text.charCodeAt(at + 2)) * 31 + text.charCodeAt(at + 3)) >>> 0) % HASHES;
}

function commonLength(text: string, at: number, variant: string): number {
  let length = 0;
  while (length < variant.length && text.charCodeAt(at + length) === variant.charCodeAt(length)) length += 1;
  return length;
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

function isWord(text: string, at: number, length: number, common: number): boolean {
  return common === length && ![text[at - 1], text[at + length]].some((next = '') => WORD_CHARACTER.test(next));
}

/** Returns the number of leading characters that count as the value, because a message may be cut within it. */
function shortestCut(length: number): number {
  if (length < 8) return length;
  return length < 12 ? length - 1 : Math.min(16, Math.max(10, Math.ceil(length / 2)));
}
