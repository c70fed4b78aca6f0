import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { RunReport } from '../../core/run-event.ts';
import { bareEnvironment, runCrosscheck, startCommand, startEmulator } from './command.ts';

const readReport = (folder: string) =>
  JSON.parse(readFileSync(`${folder}/reports/latest/run/run.json`, 'utf8')) as RunReport;

test.describe('crosscheck run', () => {
  test('prints each step with its effects, and the table of balances', async () => {
    const { exitCode, stdout, stderr } = await runCrosscheck(['run'], { cwd: test.info().outputPath('.') });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Crosscheck flagship');
    expect(stdout).toMatch(
      /✓ +\d+ Transfer to the subledger +createTransfer +200 +\d+ ms\n {7}Main -\$25\.00, Savings(?: pot)? \+\$25\.00/,
    );
    expect(stdout).toMatch(/✓ +\d+ The salary is available early .*\n {7}Main available \+\$1,250\.00/);
    expect(stdout).toMatch(/Main +2\d{9} +\$1,550\.00 +\$1,550\.00/);
    expect(stdout).toMatch(/Total of masters, GL and settlement +\$0\.00/);
    expect(stdout).toMatch(/^PASSED {2}\d+ steps in [\d.]+ s$/m);
    expect(stdout, 'a pipe gets plain lines').not.toContain('\u001b');
  });

  test('writes a report that its schema accepts, and JUnit XML', async () => {
    const cwd = test.info().outputPath('.');
    await runCrosscheck(['run'], { cwd });
    const schema = JSON.parse(readFileSync('contracts/run-report.schema.json', 'utf8')) as object;
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    expect(validate(readReport(cwd)), JSON.stringify(validate.errors)).toBe(true);
    const junit = readFileSync(`${cwd}/reports/latest/run/junit.xml`, 'utf8');
    const [, tests, failures] = /<testsuites tests="(\d+)" failures="(\d+)"/.exec(junit) ?? [];
    expect([Number(tests), failures]).toEqual([readReport(cwd).steps.length, '0']);
  });

  test('names the documents compared with the books, and keeps none of them', async () => {
    const cwd = test.info().outputPath('.');
    const { exitCode, stdout } = await runCrosscheck(['run', 'year-of-savings'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('12 statements and 1 tax form compared with the books');
    const { documents = [], ...report } = readReport(cwd);
    expect(documents.map(({ kind }) => kind)).toEqual([...Array<string>(12).fill('statement'), 'tax form']);
    expect(documents[0]).toMatchObject({ compared: 'opening balance, 3 lines, closing balance' });
    expect(documents.every(({ sha256 = '' }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    const read = report.steps.flatMap(({ exchanges }) => exchanges.flatMap(({ response }) => response.binary ?? []));
    expect(read.map(({ sha256 }) => documents.some((document) => document.sha256 === sha256))).toEqual([true, true]);
    const text = readFileSync(`${cwd}/reports/latest/run/run.json`, 'utf8');
    expect(text).not.toMatch(/%PDF|JVBER|37,80,68,70/);
    const validate = new Ajv2020({ allErrors: true, formats: { 'date-time': true } }).compile(
      JSON.parse(readFileSync('contracts/run-report.schema.json', 'utf8')) as object,
    );
    expect(validate(readReport(cwd)), JSON.stringify(validate.errors)).toBe(true);
  });

  test('masks personal data in the report', async () => {
    const cwd = test.info().outputPath('.');
    await runCrosscheck(['run'], { cwd });
    const text = readFileSync(`${cwd}/reports/latest/run/run.json`, 'utf8');
    expect(text).toContain('"taxId": "***"');
    expect(text.match(/"(taxId|birthDate|idNumber|authorization|reason)": "(?!\*\*\*)[^"]*"/g)).toBeNull();
  });

  test('repeats a run for the same seed, and differs for another seed', async () => {
    const run = async (seed: string) => {
      const { stdout } = await runCrosscheck(['run', '--json', '--seed', seed], { cwd: test.info().outputPath('.') });
      const text = stdout.replace(
        /"(durationMs|startedAt|baseUrl|url|request-id|date|[a-z-]*token[a-z-]*)": [^\n]*/g,
        '',
      );
      return [(JSON.parse(stdout) as RunReport).outcome, text] as const;
    };
    const [first, again, other] = [await run('7'), await run('7'), await run('-8')];
    expect(first[0]).toBe('passed');
    expect(again[1]).toBe(first[1]);
    expect(other[1]).not.toBe(first[1]);
  });

  test('exits with 0 and no stack trace when its output is no longer read', async () => {
    const child = startCommand(['run'], { cwd: test.info().outputPath('.') });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test('exits with 2 before any request when the report cannot be written', async () => {
    const cwd = test.info().outputPath('.');
    writeFileSync(`${cwd}/reports`, 'a file in the way');
    const { exitCode, stderr } = await runCrosscheck(['run'], { cwd });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^Nothing was sent, but "reports\/latest\/run" cannot be written: ENOTDIR\n/),
    ]);
  });

  test('--list prints the workflows', async () => {
    const { exitCode, stdout } = await runCrosscheck(['run', '--list']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^flagship +\S/m)]);
  });

  const refused: [what: string, args: string[], says: RegExp][] = [
    ['an unknown workflow', ['run', 'nope'], /^Unknown workflow "nope"\nList all with: npx crosscheck run --list\n$/],
    [
      'a misspelt workflow',
      ['run', 'flagshp'],
      /^Unknown workflow "flagshp"\nDid you mean "flagship"\? List all with: npx crosscheck run --list\n$/,
    ],
    [
      'a workflow named twice',
      ['run', 'a', '--workflow', 'b'],
      /\nCannot run "a b": expected one workflow, or one file\n/,
    ],
    ['an unknown option', ['run', '--sed', '1'], /unknown option '--sed'[\s\S]*--help/],
    [
      'a missing file',
      ['run', 'nope.arazzo.yaml'],
      /"nope\.arazzo\.yaml" cannot be executed:\n {2}Cannot read "nope\.arazzo\.yaml": the file does not exist\nNothing was sent/,
    ],
    ['a missing workflow in TypeScript', ['run', 'nope.ts'], /^There is no file "nope\.ts"\nName a \.ts file/],
    ['a value whose option npm has removed', ['run', '7'], /^Unknown workflow "7"\n/],
    [
      '--all with a workflow',
      ['run', 'flagship', '--all'],
      /^Cannot combine --all with the workflow "flagship"\nUse --all/,
    ],
    ['--all with --repeat', ['run', '--all', '--repeat', '2'], /^Cannot combine --all with --repeat\n/],
    [
      'a target without a scheme',
      ['run', '--target', 'localhost:4010'],
      /^Cannot use the target "localhost:4010": it must begin with http:.*\nDid you mean --target http:\/\/localhost:4010\?\n$/,
    ],
    [
      'two files',
      ['run', 'a.yaml', 'b.yaml'],
      /^Cannot run "a\.yaml b\.yaml": expected one workflow, or one file\nName one/,
    ],
    ['a number of runs below 1', ['run', '--repeat', '0'], /Expected an integer from 1 to 100000/],
    [
      'an input without a name',
      ['run', '--input', 'x'],
      /^Cannot use --input: expected name=value, found no name .*\nWrite --input name=value/,
    ],
    [
      'a server without a URL',
      ['run', '--server', 'x=y'],
      /^Cannot use --server "x=y": expected name=url, .*\nWrite --server NAME=http/,
    ],
    [
      'a missing checkpoint',
      ['resume', 'nope.json'],
      /^Cannot find the checkpoint "nope\.json"\nList the parked runs with: npx crosscheck due\n$/,
    ],
    ['an unknown command', ['fly'], /unknown command 'fly'/],
    ['a seed that is not an integer', ['run', '--seed', '1.5'], /Expected an integer/],
    [
      'a target without credentials',
      ['run', '--target', 'http://127.0.0.1:1'],
      /COS_CLIENT_ID, COS_CLIENT_SECRET, COS_PARTNER_ID not set\nCopy \.env\.example/,
    ],
    ['production', ['run', '--target', 'https://api.crbcos.com'], /never runs against production/],
  ];
  for (const [what, args, says] of refused) {
    test(`rejects ${what} with exit code 2 and a remedy`, async () => {
      const needsEnvironment = what === 'production';
      const env = bareEnvironment(
        needsEnvironment ? { COS_CLIENT_ID: 'x', COS_CLIENT_SECRET: 'y', COS_PARTNER_ID: 'z' } : {},
      );
      const { exitCode, stderr } = await runCrosscheck(args, { cwd: test.info().outputPath('.'), env });
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(says);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  }

  test('names a target that does not respond, with exit code 2', async () => {
    const env = bareEnvironment({ COS_CLIENT_ID: 'x', COS_CLIENT_SECRET: 'y', COS_PARTNER_ID: 'z' });
    const { exitCode, stderr } = await runCrosscheck(['run', '--target', 'http://127.0.0.1:1'], {
      cwd: test.info().outputPath('.'),
      env,
    });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^Cannot connect to "http:\/\/127\.0\.0\.1:1"\nCheck the address/),
    ]);
  });
});

test.describe('crosscheck emulator', () => {
  test('prints an environment for a run in another process, and ends on SIGTERM', async () => {
    const { environment, stop } = await startEmulator();
    const { COS_BASE_URL: url = '' } = environment;
    try {
      const { exitCode, stdout } = await runCrosscheck(['run', '--target', url], {
        cwd: test.info().outputPath('.'),
        env: bareEnvironment(environment),
      });
      expect(stdout).toContain('PASSED');
      expect(exitCode).toBe(0);
      const again = await runCrosscheck(['run', '--target', url], {
        cwd: test.info().outputPath('.'),
        env: bareEnvironment(environment),
      });
      expect(again.stdout).toMatch(/2 masters of other runs +\$1,650\.00/);
      expect(again.stdout).toMatch(/Total of masters, GL and settlement +\$0\.00/);
    } finally {
      expect(await stop()).toBe(0);
    }
  });

  test('prints the URL of its API reference', async () => {
    const { lines, stop } = await startEmulator();
    try {
      const [, address = ''] = lines.flatMap((line) => /^# API reference: (http\S+)$/.exec(line) ?? []);
      expect((await fetch(address)).status).toBe(200);
    } finally {
      await stop();
    }
  });

  test('--clock wall makes a poll wait in real time', async () => {
    const { environment, stop } = await startEmulator(['--clock', 'wall']);
    try {
      const env = bareEnvironment(environment);
      const child = startCommand(['run', '--target', environment.COS_BASE_URL ?? ''], {
        cwd: test.info().outputPath('.'),
        env,
      });
      const lines: string[] = [];
      for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
        lines.push(line);
        if (/not successful yet|PASSED|FAILED/.test(line)) break;
      }
      child.kill('SIGTERM');
      await once(child, 'exit');
      expect(lines.at(-1)).toBe(
        '   ... Wait for the screening of the customer: attempt 1 not successful yet, next attempt in 60 s',
      );
    } finally {
      await stop();
    }
  });

  test('makes a run with wrong credentials exit with 2 and a remedy', async () => {
    const { environment, stop } = await startEmulator();
    try {
      const env = bareEnvironment({ ...environment, COS_CLIENT_SECRET: 'wrong' });
      const { exitCode, stderr } = await runCrosscheck(['run', '--target', environment.COS_BASE_URL ?? ''], {
        cwd: test.info().outputPath('.'),
        env,
      });
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(
        /The identity server ".*\/connect\/token" refused client ".*" with status 401\nCheck COS_CLIENT_ID/,
      );
      expect(stderr).not.toContain('wrong');
    } finally {
      await stop();
    }
  });

  test('rejects a used port, a file that is not a bank, and an invalid clock', async () => {
    const { environment, stop } = await startEmulator();
    const file = test.info().outputPath('notes.db');
    writeFileSync(file, 'not a database');
    try {
      const port = new URL(environment.COS_BASE_URL ?? '').port;
      const cases: [string[], RegExp][] = [
        [['emulator', '--port', port], new RegExp(`${port}`)],
        [['emulator', '--port', '0', '--data', file], /notes\.db/],
        [['emulator', '--port', '0', '--clock', 'noon'], /noon/],
        [['emulator', '--port', '99999'], /Expected an integer from 0 to 65535/],
      ];
      for (const [args, says] of cases) {
        const { exitCode, stderr } = await runCrosscheck(args);
        expect([exitCode, stderr]).toEqual([2, expect.stringMatching(says)]);
        expect(stderr).not.toMatch(/\n\s+at /);
      }
      expect(readFileSync(file, 'utf8')).toBe('not a database');
    } finally {
      await stop();
    }
  });
});

test('crosscheck under an old Node runs the Node of its dependencies', async () => {
  const pretend =
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });` +
    `process.execPath = '/bin/sh'`;
  const { exitCode, stdout, stderr } = await runCrosscheck(['run', '--list'], {}, [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
  ]);
  const isBrought = process.platform === 'linux';
  expect([exitCode, stdout.includes('flagship'), stderr.includes('needs Node')]).toEqual(
    isBrought ? [0, true, false] : [2, false, true],
  );
});

test('crosscheck under an old Node without another exits with 2 and a remedy', async () => {
  expect(readFileSync('cli/crosscheck.js', 'utf8'), 'a named import may fail in an old Node').not.toMatch(
    /^import \{/m,
  );
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`;
  const { exitCode, stderr } = await runCrosscheck(['run'], {}, [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
  ]);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(/^Crosscheck needs Node 22\.18 or newer[\s\S]*Install Node 24/),
  ]);
});
