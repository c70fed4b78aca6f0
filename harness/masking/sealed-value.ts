import { createHmac, hkdfSync } from 'node:crypto';

/**
 * The HMACs of one run. Their key comes from the client secret, so a person who has only the file cannot guess values.
 */
export class Sealer {
  private readonly key: Buffer;
  /** False after a change of the client secret: then values cannot be compared with earlier ones. */
  readonly canCompare: boolean;

  /** `check` is the check of the sealer whose values are compared; absent for a new one. */
  constructor(clientSecret: string, label: string, check?: string) {
    this.key = Buffer.from(hkdfSync('sha256', clientSecret, label, 'crosscheck checkpoint', 32));
    this.canCompare = check === undefined || check === this.check;
  }

  /** Returns a text that two sealers with the same key share. */
  get check(): string {
    return this.hmacOf('the key of a checkpoint');
  }

  /** Returns the HMAC-SHA-256 of a JSON value, as hexadecimal text. */
  hmacOf(value: unknown): string {
    return createHmac('sha256', this.key).update(JSON.stringify(value)).digest('hex');
  }
}

/** A value of which only the HMAC is kept, to compare it with a later value. */
export class SealedValue {
  readonly hmac: string;
  private readonly sealer: Sealer;

  constructor(sealer: Sealer, hmac: string) {
    this.sealer = sealer;
    this.hmac = hmac;
  }

  /** Returns true if another value is equal; undefined if that is unknown. */
  matches(value: unknown): boolean | undefined {
    if (value instanceof SealedValue) return value.hmac === this.hmac;
    return this.sealer.canCompare && value !== undefined ? this.sealer.hmacOf(value) === this.hmac : undefined;
  }

  toJSON(): { readonly 'x-hmac': string } {
    return { 'x-hmac': this.hmac };
  }
}

/** Returns true if a JSON value is unchanged; a sealed value counts as unchanged if that is unknown. */
export function isUnchanged(was: unknown, is: unknown): boolean {
  if (was instanceof SealedValue) return was.matches(is) ?? is !== undefined;
  if (typeof was !== 'object' || was === null || typeof is !== 'object' || is === null) return was === is;
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const [before, now] = [was as Readonly<Record<string, unknown>>, is as Readonly<Record<string, unknown>>];
  return Array.isArray(was) === Array.isArray(is) && [...names].every((name) => isUnchanged(before[name], now[name]));
}

/** Renders a value for a message, but not a sealed one. */
export function showValue(value: unknown): string {
  if (value instanceof SealedValue) return 'a value that its checkpoint does not contain';
  return JSON.stringify(value) ?? 'absent';
}
