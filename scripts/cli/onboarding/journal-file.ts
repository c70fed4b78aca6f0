import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { CrosscheckError, invariant } from '../../../core/errors.ts';
import type { CustomerAccepted, Journal, JournalEntry, Outcome, Phase } from '../../../harness/index.ts';
import { checkHeader, type JournalHeader } from './journal-header.ts';
import { Tally } from './tally.ts';

const OUTCOMES: readonly (Outcome | undefined)[] = [undefined, 'accepted', 'refused', 'failed'];

/** A journal in a file: a header, then a line for each finished phase of a customer. Of each customer two bytes are in memory. */
export class JournalFile implements Journal {
  readonly file: string;
  /** When it was last written before it was opened, in milliseconds since 1970. */
  readonly writtenMs: number;
  /** Who was refused, in whichever session, and who failed in this one. */
  readonly tally = new Tally();
  private readonly header: JournalHeader;
  private readonly descriptor: number;
  private readonly outcomes: Readonly<Record<Phase, Uint8Array>>;

  private constructor(file: string, header: JournalHeader, descriptor: number) {
    const count = Math.max(0, header.last - header.first + 1);
    this.file = file;
    this.header = header;
    this.descriptor = descriptor;
    this.writtenMs = fstatSync(descriptor).mtimeMs;
    this.outcomes = { customer: new Uint8Array(count), accounts: new Uint8Array(count) };
  }

  /**
   * Opens the journal of an onboarding and reads what it knows; a file that is not there begins, and with `isNew` any does. A last
   * line that was not written to its end is cut off. Throws a CrosscheckError for a file that can not be written, is of another
   * onboarding, or has a line that is none.
   */
  static async open(file: string, header: JournalHeader, { isNew }: { readonly isNew: boolean }): Promise<JournalFile> {
    const isThere = existsSync(file) && !isNew;
    const journal = attempt(file, () => {
      mkdirSync(dirname(file), { recursive: true });
      const descriptor = openSync(file, 'a+');
      if (!isThere) ftruncateSync(descriptor);
      return new JournalFile(file, header, descriptor);
    });
    try {
      await journal.read();
      if (journal.size() === 0) journal.append(header);
      return journal;
    } catch (error) {
      journal.close();
      throw error;
    }
  }

  outcomeOf(n: number, phase: Phase): Outcome | undefined {
    return OUTCOMES[this.outcomes[phase][n - this.header.first] ?? 0];
  }

  write(entry: JournalEntry): void {
    this.append(entry);
    this.note(entry);
    this.tally.add(entry);
  }

  async *accepted(): AsyncGenerator<CustomerAccepted> {
    for await (const { value } of this.lines()) {
      const entry = value as JournalEntry | undefined;
      if (entry?.phase === 'customer' && entry.outcome === 'accepted') yield entry;
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private async read(): Promise<void> {
    const size = this.size();
    let [end, number] = [0, 0];
    for await (const { value, bytes } of this.lines()) {
      number += 1;
      if (end + bytes > size) break;
      end += bytes;
      if (number === 1) checkHeader(value, this.header, this.file);
      else if (!this.noteIfEntry(value)) throw brokenLine(this.file, number);
    }
    if (end < size) ftruncateSync(this.descriptor, end);
  }

  private noteIfEntry(value: unknown): boolean {
    const { n, phase, outcome } = (value ?? {}) as Partial<JournalEntry>;
    const { first, last } = this.header;
    if (typeof n !== 'number' || n < first || n > last || (phase !== 'customer' && phase !== 'accounts')) return false;
    if (!outcome || !OUTCOMES.includes(outcome)) return false;
    this.note(value as JournalEntry);
    if (outcome === 'refused') this.tally.add(value as JournalEntry);
    return true;
  }

  private note({ n, phase, outcome }: JournalEntry): void {
    this.outcomes[phase][n - this.header.first] = OUTCOMES.indexOf(outcome);
  }

  /** What stands in the file by now, line by line, as JSON; undefined for a line that is none. */
  private async *lines(): AsyncGenerator<{ readonly value: unknown; readonly bytes: number }> {
    const size = this.size();
    if (size === 0) return;
    const input = createReadStream(this.file, { end: size - 1 });
    try {
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
        yield { value: parse(line), bytes: Buffer.byteLength(line) + 1 };
    } finally {
      input.destroy();
    }
  }

  private append(value: object): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    const written = attempt(this.file, () => writeSync(this.descriptor, line));
    if (written < line.length) throw notWritable(this.file, 'not enough room');
  }

  private size(): number {
    return fstatSync(this.descriptor).size;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    invariant(cause instanceof Error, 'what is thrown is an error');
    throw notWritable(file, (cause as NodeJS.ErrnoException).code ?? cause.message, cause);
  }
}

function notWritable(file: string, why: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'report-file',
    message: `The journal "${file}" can not be written: ${why}`,
    remedy: 'Make room, or run in a folder where it can be created and written',
    cause,
  });
}

function brokenLine(file: string, number: number): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}": line ${number} is no entry of a journal`,
    remedy: 'Nothing was sent. Repair that line, or delete the file to begin anew with another --seed',
  });
}
