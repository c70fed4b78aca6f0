import { closeSync, fchmodSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { CrosscheckError, invariant } from '../../core/errors.ts';
import type { CustomerAccepted, Journal, JournalEntry, Outcome, Phase } from '../../harness/host.ts';
import { OWNER_ONLY } from '../../harness/runs/report-file.ts';
import type { Instant } from './bank-memory.ts';
import { readLines } from './file-lines.ts';
import { BEGIN_ANEW, checkHeader, type FirstLine, type JournalHeader } from './journal-header.ts';
import { parseEntry, parseJson } from './parse-entry.ts';
import { Tally } from './tally.ts';

const OUTCOMES: readonly (Outcome | undefined)[] = [undefined, 'accepted', 'refused', 'failed', 'undecided'];

/** A journal in a file: a header, then a line for each finished phase of a customer. Of each customer two bytes are in memory. */
export class JournalFile implements Journal {
  readonly file: string;
  /** Who was refused, in whichever session, and who failed or is undecided in this one. */
  readonly tally = new Tally();
  private begun: Instant | undefined;
  private readonly header: JournalHeader;
  private readonly descriptor: number;
  private readonly outcomes: Readonly<Record<Phase, Uint8Array>>;

  private constructor(file: string, header: JournalHeader, descriptor: number) {
    const count = Math.max(0, header.last - header.first + 1);
    this.file = file;
    this.header = header;
    this.descriptor = descriptor;
    this.outcomes = { customer: new Uint8Array(count), accounts: new Uint8Array(count) };
  }

  /**
   * Opens the journal of an onboarding and reads what it knows; with `isNew` it forgets that. What comes after the last whole line is
   * cut off. Throws a CrosscheckError for a file that cannot be written, is of another onboarding, or has a line that is no entry.
   */
  static open(file: string, header: JournalHeader, { isNew }: { readonly isNew: boolean }): JournalFile {
    const descriptor = attempt(file, () => openSync(file, 'a+', OWNER_ONLY));
    try {
      const journal = new JournalFile(file, header, descriptor);
      attempt(file, () => fchmodSync(descriptor, OWNER_ONLY));
      if (isNew) attempt(file, () => ftruncateSync(descriptor));
      journal.read();
      return journal;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** When the first request of it may have been sent; undefined for a journal that has not begun. */
  get firstSent(): Instant | undefined {
    return this.begun;
  }

  /** Writes the header of a journal that has not begun: from here on requests may be sent. */
  begin(firstSent: Instant): void {
    const line: FirstLine = { ...this.header, firstSent };
    this.append(line);
    this.begun = firstSent;
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
    for (const { text } of readLines(this.descriptor, this.size())) {
      const entry = parseEntry(text, this.header);
      if (entry?.phase === 'customer' && entry.outcome === 'accepted') yield await Promise.resolve(entry);
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private read(): void {
    const size = this.size();
    let end = 0;
    let number = 0;
    for (const line of readLines(this.descriptor, size)) {
      number += 1;
      // Where the power went, a file may end with room that nothing was written to.
      if (line.end === size && line.text.includes('\0')) break;
      if (number === 1) this.begun = checkHeader(parseJson(line.text), this.header, this.file);
      else this.noteRead(parseEntry(line.text, this.header), number);
      end = line.end;
    }
    if (end < size) attempt(this.file, () => ftruncateSync(this.descriptor, end));
  }

  private noteRead(entry: JournalEntry | undefined, number: number): void {
    if (!entry) throw brokenLine(this.file, number);
    this.note(entry);
    if (entry.outcome === 'refused') this.tally.add(entry);
  }

  private note({ n, phase, outcome }: JournalEntry): void {
    this.outcomes[phase][n - this.header.first] = OUTCOMES.indexOf(outcome);
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
    message: `The journal "${file}" cannot be written: ${why}`,
    remedy: 'Make room, or run in a folder where it can be created and written',
    cause,
  });
}

function brokenLine(file: string, number: number): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}": line ${number} is no entry of a journal`,
    remedy: `Nothing was sent. Repair that line, or ${BEGIN_ANEW}`,
  });
}
