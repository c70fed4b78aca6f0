import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { createBackgroundWork } from '../../emulator/log/background-work.ts';
import { renderFailure } from '../../emulator/log/failure.ts';
import { describeCause, maskPath } from '../../emulator/log/mask-log.ts';
import { createLineWriter } from '../../emulator/log/write-line.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { answerOf } from './audit-books.ts';
import { startOnFile } from './emulator-process.ts';
import { createSender } from './request-sender.ts';
import { startTestBank } from './test-bank.ts';

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly status: number;
  readonly ms: number;
  readonly who: string;
  readonly requestId: string;
}

const TAX_ID = '996-67-0411';

/** Sends requests of every kind, with secrets in every possible place. */
async function callBank(log?: 'text' | 'json'): Promise<{ lines: string[]; secrets: string[]; partnerId: string }> {
  const lines: string[] = [];
  const bank = await startTestBank({ writeLine: (line) => lines.push(line), ...(log && { log }) });
  const { partnerId, partner, baseUrl } = bank.target;
  const { name, profile } = createCustomerGenerator(1).person();
  const taxId = String((profile as { taxId?: string }).taxId);
  await bank.customer();
  await bank.send('listCustomers', { query: { taxId } });
  await fetch(`${baseUrl}/core/v1/people/${TAX_ID}/%39%39%36670411?client_secret=hidden#part`, {
    headers: { authorization: 'Bearer stolen-token' },
  });
  await fetch(`${baseUrl}/core/v1/transfers?taxId=${TAX_ID}`, { method: 'POST' });
  await bank.emulator.close();
  const secrets = [partner.clientSecret, 'stolen-token', 'hidden', TAX_ID, '996670411', taxId, name.lastName ?? 'none'];
  return { lines, secrets, partnerId };
}

test('requests leave no line without --log', async () => {
  const { lines } = await callBank();
  expect(lines).toEqual([]);
});

test('--log writes a line for each request without secrets', async () => {
  const { lines, secrets, partnerId } = await callBank('text');
  const facts = lines.map((line) =>
    line
      .replace(/^\S+Z /, '')
      .replace(/ [\d.]+ ms/, '')
      .replace(/ [0-9a-f-]{36}$/, ''),
  );
  expect(
    lines.every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z \S+ \S+ \S+ \d{3} [\d.]+ ms .+ [0-9a-f-]{36}$/.test(line)),
  ).toBe(true);
  expect(facts).toEqual([
    'POST /connect/token issueToken 200 -',
    `POST /core/v1/cm/customers onboardCustomer 200 partner ${partnerId}`,
    'POST /connect/token issueToken 200 -',
    'POST /emulator/v1/clock/advance advanceClock 200 operator',
    `GET /core/v1/cm/customers listCustomers 200 partner ${partnerId}`,
    'GET /core/v1/people/*********/********* - 404 -',
    'POST /core/v1/transfers createTransfer 401 -',
  ]);
  for (const secret of secrets) expect(lines.join('\n')).not.toContain(secret);
});

test('--log json writes one JSON object for each request', async () => {
  const { lines, secrets, partnerId } = await callBank('json');
  const entries = lines.map((line) => JSON.parse(line) as Entry);
  expect(entries[1]).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    method: 'POST',
    path: '/core/v1/cm/customers',
    operation: 'onboardCustomer',
    status: 200,
    ms: expect.any(Number),
    who: `partner ${partnerId}`,
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  for (const secret of secrets) expect(lines.join('\n')).not.toContain(secret);
});

test('log lines are whole and separate under load and after a kill', async () => {
  const dataFile = test.info().outputPath('cos.db');
  const emulator = await startOnFile(dataFile, { args: ['--log', 'json'], keepErrors: true });
  const send = await createSender(emulator.target, 16);
  const body = { debitAccountNumber: 'A', creditAccountNumber: 'B', amount: 1 };
  let answered = 0;
  const work = async () => {
    for (let at = 0; ; at++) {
      const answer = await send({ operationId: 'createTransfer', idempotencyKey: `k${at}`, body }).catch(
        () => undefined,
      );
      if (!answer) return;
      answered += 1;
      if (answered === 500) void emulator.kill();
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  await emulator.kill();
  const text = emulator.errors();
  expect(text.endsWith('}\n')).toBe(true);
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
  expect(entries.filter(({ operation }) => operation === 'createTransfer').length).toBeGreaterThanOrEqual(490);
  expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(entries.length);
});

test('crosscheck emulator --log survives a closed pipe and rejects another format', async () => {
  const emulator = await startOnFile(test.info().outputPath('cos.db'), { args: ['--log'], keepErrors: true });
  emulator.closeErrors();
  for (let at = 0; at < 20; at++) await answerOf(emulator.client, 'getClock');
  expect(emulator.isRunning()).toBe(true);
  await emulator.kill();
  const child = spawn(process.execPath, ['cli/crosscheck.js', 'emulator', '--log', 'xml'], { stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, said.replaceAll('\n    ', ' ')]).toEqual([
    2,
    expect.stringContaining('Allowed choices are text, json'),
  ]);
  const help = execFileSync(process.execPath, ['cli/crosscheck.js', 'emulator', '--help'], { encoding: 'utf8' });
  expect(help.replace(/\s+/g, ' ')).toContain('--log [format] log each request as one line on standard error');
});

test('createLineWriter loses lines on a full disk and does not throw', () => {
  const full = openSync('/dev/full', 'w');
  const write = createLineWriter(full);
  expect(() => [write('one'), write('two')]).not.toThrow();
  closeSync(full);
  expect(() => write('three')).not.toThrow();
});

test('renderFailure prints request id, operation and cause, no request values', () => {
  const error = new RangeError('Cannot read "996-67-0411" for Ada Lovelace\nat 12345 in \u001b[31mred, 1990-12-10');
  const secrets = [{ name: { firstName: 'Ada Lovelace', born: '1990-12-10' }, amount: 12345 }];
  const line = renderFailure({ at: 'T', operation: 'onboardCustomer', requestId: 'R', error, secrets }, 'text');
  expect(line).toMatch(
    /^T Failure in onboardCustomer \(request-id R\): Cannot read "\*\*\*" for \*\*\* at \*\*\* in \[31mred, \*\*\* \(at request-log\.spec\.ts:\d+\)$/,
  );
  expect(JSON.parse(renderFailure({ at: 'T', operation: 'o', requestId: 'R', error, secrets }, 'json'))).toMatchObject({
    at: 'T',
    level: 'error',
    operation: 'o',
    requestId: 'R',
    cause: expect.stringContaining('Cannot read "***" for *** at *** in'),
  });
  expect(describeCause(`text ${'x'.repeat(9_000)}`, []).length).toBeLessThan(600);
});

test('maskPath removes query, tax ids and control characters, and limits the length', () => {
  expect(maskPath('/a/123456789/b?taxId=1')).toBe('/a/*********/b');
  expect(maskPath('/a/2877139309/00000000-0000-4000-a000-123456789012')).toBe(
    '/a/2877139309/00000000-0000-4000-a000-123456789012',
  );
  expect(maskPath('/a/\u001b[31m\u202e')).toBe('/a/%1B[31m%E2%80%AE');
  expect(maskPath(`/${'a'.repeat(5_000)}`).length).toBeLessThan(1_010);
});

test('background work reports a series of equal failures once, and its end', async () => {
  const reports: string[] = [];
  const background = createBackgroundWork({
    failed: (name, error) => reports.push(`${name}: ${error}`),
    recovered: (name, attempts) => reports.push(`${name} after ${attempts}`),
  });
  const outcomes = ['full', 'full', 'locked', '', '', 'full'];
  for (const outcome of outcomes)
    await background.attempt('work', () => {
      if (outcome) throw new Error(outcome);
    });
  expect(reports).toEqual(['work: Error: full', 'work: Error: locked', 'work after 3', 'work: Error: full']);
});
