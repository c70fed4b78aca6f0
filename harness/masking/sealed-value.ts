import { createHmac, hkdfSync } from 'node:crypto';

/** The HMACs of one run. Their key comes from the client secret: whoever has the file alone cannot try values. */
export class Sealer {
  private readonly key: Buffer;
  /** False after a change of the client secret: then no value can be compared with one that was sealed before. */
  readonly canCompare: boolean;

  /** `check` is that of the sealer whose values are to be compared; absent for a new one. */
  constructor(clientSecret: string, label: string, check?: string) {
    this.key = Buffer.from(hkdfSync('sha256', clientSecret, label, 'crosscheck checkpoint', 32));
    this.canCompare = check === undefined || check === this.check;
  }

  /** A text that is the same for two sealers with the same key. */
  get check(): string {
    return this.hmacOf('the key of a checkpoint');
  }

  /** Returns the HMAC-SHA-256 of a JSON value, as hexadecimal text. */
  hmacOf(value: unknown): string {
    return createHmac('sha256', this.key).update(JSON.stringify(value)).digest('hex');
  }
}

/** A value of which only the HMAC is kept, so that it can be compared with one that comes later. */
export class SealedValue {
  readonly hmac: string;
  private readonly sealer: Sealer;

  constructor(sealer: Sealer, hmac: string) {
    this.sealer = sealer;
    this.hmac = hmac;
  }

  /** Returns whether another value is this one; undefined when that cannot be known. */
  matches(value: unknown): boolean | undefined {
    if (value instanceof SealedValue) return value.hmac === this.hmac;
    return this.sealer.canCompare && value !== undefined ? this.sealer.hmacOf(value) === this.hmac : undefined;
  }

  toJSON(): { readonly 'x-hmac': string } {
    return { 'x-hmac': this.hmac };
  }
}

/** Returns whether a JSON value is still what it was; of a sealed one, as far as that can be known. */
export function isUnchanged(was: unknown, is: unknown): boolean {
  if (was instanceof SealedValue) return was.matches(is) ?? is !== undefined;
  if (typeof was !== 'object' || was === null || typeof is !== 'object' || is === null) return was === is;
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const [before, now] = [was as Readonly<Record<string, unknown>>, is as Readonly<Record<string, unknown>>];
  return Array.isArray(was) === Array.isArray(is) && [...names].every((name) => isUnchanged(before[name], now[name]));
}

/** Returns a value as a message shows it; of a sealed one nothing. */
export function showValue(value: unknown): string {
  if (value instanceof SealedValue) return 'a value that its checkpoint does not show';
  return JSON.stringify(value) ?? 'absent';
}
