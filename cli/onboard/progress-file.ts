import { closeSync, fchmodSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { CrosscheckError, invariant } from '../../core/errors.ts';
import {
  type CustomerAccepted,
  type Phase,
  type PhaseOutcome,
  type ProgressLog,
  type ProgressRecord,
  parseJsonLine,
  parseProgressRecord,
} from '../../harness/host.ts';
import { OWNER_ONLY } from '../../harness/runs/report-file.ts';
import { FailureGroups } from './failure-groups.ts';
import { readLines } from './file-lines.ts';
import type { Instant } from './key-expiry.ts';
import { checkHeader, type FirstLine, type ProgressHeader, START_AGAIN } from './progress-header.ts';

const OUTCOMES: readonly (PhaseOutcome | undefined)[] = [undefined, 'accepted', 'refused', 'failed', 'undecided'];

/**
 * A progress file: a header, then a line for each finished phase of a customer. It takes two bytes of memory for each
 * customer.
 */
export class ProgressFile implements ProgressLog {
  readonly file: string;
  /** Customers refused in any session, and those failed or undecided in this session. */
  readonly failures = new FailureGroups();
  private started: Instant | undefined;
  private readonly header: ProgressHeader;
  private readonly descriptor: number;
  private readonly outcomes: Readonly<Record<Phase, Uint8Array>>;

  private constructor(file: string, header: ProgressHeader, descriptor: number) {
    const count = Math.max(0, header.last - header.first + 1);
    this.file = file;
    this.header = header;
    this.descriptor = descriptor;
    this.outcomes = { customer: new Uint8Array(count), accounts: new Uint8Array(count) };
  }

  /**
   * Opens and reads the progress file of an onboarding; `isNew` empties it first. An incomplete last line is removed.
   * Throws a CrosscheckError if the file cannot be written, belongs to another onboarding, or has a line that is not a
   * progress record.
   */
  static open(file: string, header: ProgressHeader, { isNew }: { readonly isNew: boolean }): ProgressFile {
    const descriptor = attempt(file, () => openSync(file, 'a+', OWNER_ONLY));
    try {
      const progressFile = new ProgressFile(file, header, descriptor);
      attempt(file, () => fchmodSync(descriptor, OWNER_ONLY));
      if (isNew) attempt(file, () => ftruncateSync(descriptor));
      progressFile.read();
      return progressFile;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** The earliest time at which the first request can have been sent; undefined before the start. */
  get firstSent(): Instant | undefined {
    return this.started;
  }

  /** Writes the header of a new progress file. After that, requests may be sent. */
  start(firstSent: Instant): void {
    const line: FirstLine = { ...this.header, firstSent };
    this.append(line);
    this.started = firstSent;
  }

  outcomeOf(n: number, phase: Phase): PhaseOutcome | undefined {
    return OUTCOMES[this.outcomes[phase][n - this.header.first] ?? 0];
  }

  write(record: ProgressRecord): void {
    this.append(record);
    this.remember(record);
    this.failures.add(record);
  }

  async *accepted(): AsyncGenerator<CustomerAccepted> {
    for (const { text } of readLines(this.descriptor, this.size())) {
      const record = parseProgressRecord(text, this.header);
      if (record?.phase === 'customer' && record.outcome === 'accepted') yield await Promise.resolve(record);
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
      // After a power failure, a file may end with space that was never written.
      if (line.end === size && line.text.includes('\0')) break;
      if (number === 1) this.started = checkHeader(parseJsonLine(line.text), this.header, this.file);
      else this.rememberRead(parseProgressRecord(line.text, this.header), number);
      end = line.end;
    }
    if (end < size) attempt(this.file, () => ftruncateSync(this.descriptor, end));
  }

  private rememberRead(record: ProgressRecord | undefined, number: number): void {
    if (!record) throw brokenLine(this.file, number);
    this.remember(record);
    if (record.outcome === 'refused') this.failures.add(record);
  }

  private remember({ n, phase, outcome }: ProgressRecord): void {
    this.outcomes[phase][n - this.header.first] = OUTCOMES.indexOf(outcome);
  }

  private append(value: object): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    const written = attempt(this.file, () => writeSync(this.descriptor, line));
    if (written < line.length) throw notWritable(this.file, 'the disk is full');
  }

  private size(): number {
    return fstatSync(this.descriptor).size;
  }
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    invariant(cause instanceof Error, 'the thrown value is an error');
    throw notWritable(file, (cause as NodeJS.ErrnoException).code ?? cause.message, cause);
  }
}

/** Builds the error for a progress file that cannot be written. */
export function notWritable(file: string, reason: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'report-file',
    message: `Cannot write the progress file "${file}": ${reason}`,
    remedy: 'Free disk space, or run the command in a folder where files can be created',
    cause,
  });
}

function brokenLine(file: string, number: number): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot resume "${file}": line ${number} is not a progress record`,
    remedy: `Nothing was sent. Repair the line, or ${START_AGAIN}`,
  });
}
