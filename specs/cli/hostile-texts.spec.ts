import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { SaxesParser } from 'saxes';
import { HOSTILE_ALL, problemsOf } from '../harness/hostile-texts.ts';
import { type StubAnswer, type StubBank, startStubBank } from '../harness/stub-bank.ts';
import { bareEnvironment, type Ended, runCrosscheck } from './command.ts';
import { parkedIn, runAndInterrupt } from './parked-run.ts';

const PARTNER = '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001';
/** Hostile texts that an argument or a file name can contain: NUL and slash are not allowed there. */
const ARGUMENT = HOSTILE_ALL.replaceAll('\0', '').replaceAll('/', '').toWellFormed().slice(0, 60);

let api: StubBank;
let answer: StubAnswer;

test.beforeEach(async () => {
  const errors = [{ code: 1000, message: HOSTILE_ALL }];
  answer = { status: 400, body: { a: HOSTILE_ALL, b: HOSTILE_ALL, [HOSTILE_ALL]: 1, errors } };
  api = await startStubBank(({ path }) => (path === '/connect/token' ? undefined : answer));
});
test.afterEach(() => api.close());

const response = {
  description: 'ok',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: { a: { type: 'integer' }, b: { enum: ['x'] } },
      },
    },
  },
};

/** Writes a document with a hostile text in every place where its author may write one. */
function writeDocument(cwd: string, more: object = {}): void {
  mkdirSync(cwd, { recursive: true });
  const paths = { '/x': { get: { operationId: 'read', responses: { default: response } } } };
  const openapi = {
    openapi: '3.1.0',
    info: { title: HOSTILE_ALL, version: '1' },
    servers: [{ url: api.target.baseUrl }],
  };
  writeFileSync(`${cwd}/api.json`, JSON.stringify({ ...openapi, paths }));
  const step = { stepId: 'a', description: HOSTILE_ALL, operationId: 'read', ...more };
  const again = { name: 'again', type: 'retry', retryAfter: 60, retryLimit: 2 };
  const failing = {
    ...step,
    successCriteria: [{ condition: `$response.body#/a == '${HOSTILE_ALL.replaceAll("'", '')}x'` }],
  };
  const workflows = [
    { workflowId: 'fails', summary: HOSTILE_ALL, description: HOSTILE_ALL, steps: [failing] },
    { workflowId: 'waits', summary: HOSTILE_ALL, steps: [{ ...failing, onFailure: [again] }] },
  ];
  const sourceDescriptions = [{ name: 'api', url: 'api.json', type: 'openapi' }];
  const info = { title: HOSTILE_ALL, version: HOSTILE_ALL };
  writeFileSync(`${cwd}/w.arazzo.json`, JSON.stringify({ arazzo: '1.0.1', info, sourceDescriptions, workflows }));
}

async function run(args: readonly string[], extra: Record<string, string> = {}): Promise<Ended> {
  const env = bareEnvironment({ COS_CLIENT_ID: 'id', COS_CLIENT_SECRET: 'secret', COS_PARTNER_ID: PARTNER, ...extra });
  return await runCrosscheck(args, { cwd: test.info().outputPath('.'), env });
}

/** Expects this exit code, some output, and no line that a text from outside has created. */
function expectHarmless({ exitCode, stdout, stderr }: Ended, code: number): void {
  expect([problemsOf(stdout), problemsOf(stderr)]).toEqual([[], []]);
  expect(stdout + stderr).not.toMatch(/ {4}at .*\.ts:\d/);
  expect([exitCode, stdout.length + stderr.length > 20], stdout + stderr).toEqual([code, true]);
}

/** Expects every report in the folder to be readable, and printable as it is. */
function expectHarmlessReports(): void {
  const folder = test.info().outputPath('reports');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|xml)$/.test(name));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    if (name.endsWith('.xml')) {
      const parser = new SaxesParser();
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(text).close();
      expect(problemsOf(text), name).toEqual([]);
    } else {
      expect(() => JSON.parse(text) as unknown, name).not.toThrow();
      expect(text, name).not.toMatch(NOT_SHOWN);
    }
  }
}

const NOT_SHOWN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

test('run escapes the texts of a hostile document and bank', async () => {
  writeDocument(test.info().outputPath('.'));
  const one = await run(['run', 'w.arazzo.json', 'fails']);
  expectHarmless(one, 1);
  expect(one.stdout).toMatch(/\n ✗ +1 first\\n ✓/);
  expectHarmlessReports();
});

test('run --repeat escapes the texts of a hostile document and bank', async () => {
  writeDocument(test.info().outputPath('.'));
  expectHarmless(await run(['run', 'w.arazzo.json', 'fails', '--repeat', '2']), 1);
  expectHarmlessReports();
});

test('run --json prints JSON without unprintable characters', async () => {
  writeDocument(test.info().outputPath('.'));
  for (const more of [[], ['--repeat', '2']]) {
    const { exitCode, stdout } = await run(['run', 'w.arazzo.json', 'fails', '--json', ...more]);
    expect([exitCode, NOT_SHOWN.exec(stdout)]).toEqual([1, null]);
    expect(JSON.parse(stdout)).toMatchObject({ workflowId: 'fails', summary: HOSTILE_ALL });
  }
});

test('run --list and check escape the texts of a hostile document', async () => {
  writeDocument(test.info().outputPath('folder'));
  const list = await run(['run', '--list', '--workflows', 'folder']);
  expectHarmless(list, 0);
  const lines = list.stdout.trimEnd().split('\n');
  expect(lines.filter((line) => !/^ {7}\S/.test(line)).map((line) => line.slice(0, 7))).toEqual(['fails  ', 'waits  ']);
  const unknown = { successCriteria: [{ condition: HOSTILE_ALL }], [`x${HOSTILE_ALL}`]: 1, operationId: HOSTILE_ALL };
  writeDocument(test.info().outputPath('.'), unknown);
  expectHarmless(await run(['check', 'w.arazzo.json']), 2);
  expectHarmless(await run(['run', 'w.arazzo.json']), 2);
  writeFileSync(test.info().outputPath('t.arazzo.yaml'), `arazzo: "1.0.1"\n${HOSTILE_ALL}`);
  expectHarmless(await run(['check', 't.arazzo.yaml']), 2);
});

test('every command escapes a hostile argument, file name or URL', async () => {
  for (const args of [
    ['check', `${ARGUMENT}.arazzo.json`],
    ['run', `${ARGUMENT}.ts`],
    ['run', ARGUMENT],
    ['run', '--workflows', ARGUMENT],
    ['run', 'w.arazzo.json', '--input', ARGUMENT],
    ['run', '--target', `http://${ARGUMENT}`],
    ['due', ARGUMENT],
    ['resume', ARGUMENT],
    ['scan', ARGUMENT],
    ['webhooks', '--to', `https://${ARGUMENT}`],
    ['emulator', '--port', '0', '--variant', ARGUMENT],
    ['emulator', '--port', '0', '--clock', ARGUMENT],
    ['customers', '--count', '1', '--out', `no/${ARGUMENT}`],
  ])
    expectHarmless(await run(args), 2);
});

test('crosscheck scan shows a hostile file name as a text, also as JSON', async () => {
  mkdirSync(test.info().outputPath('in'));
  writeFileSync(
    test.info().outputPath(`in/${ARGUMENT}`),
    [['219', '09', '9999'].join('-'), ['078', '05', '1120'].join('-')].join(' '),
  );
  const { stdout, ...rest } = await run(['scan', 'in']);
  expect(problemsOf(stdout)).toEqual([]);
  expect(
    stdout
      .split('\n')
      .filter((line) => /^(?:in\/| ✓)/.test(line))
      .every((line) => line.startsWith('in/first\\n ✓')),
  ).toBe(true);
  expect([rest.exitCode, (await run(['scan', 'in', '--json'])).stdout.match(NOT_SHOWN)]).toEqual([1, null]);
});

test('crosscheck onboard shows the reason of a hostile bank as a text', async () => {
  const ended = await run(['onboard', '--count', '2', '--target', api.target.baseUrl], {
    COS_BASE_URL: api.target.baseUrl,
    COS_TOKEN_URL: api.target.tokenUrl,
  });
  expectHarmless(ended, 1);
  expect(ended.stdout).toMatch(/refused 2: onboardCustomer 400\s+"/);
  expectHarmlessReports();
});

test('due and resume escape the texts of a parked hostile document', async () => {
  const cwd = test.info().outputPath('.');
  writeDocument(cwd);
  const parked = await runAndInterrupt(['run', 'w.arazzo.json', 'waits'], {
    cwd,
    env: bareEnvironment(),
  });
  expect([problemsOf(parked.stdout), problemsOf(parked.stderr)]).toEqual([[], []]);
  const [file = ''] = parkedIn(cwd);
  expectHarmless(await run(['due']), 0);
  const checkpoint = JSON.parse(readFileSync(`${cwd}/reports/parked/${file}`, 'utf8')) as object;
  writeFileSync(`${cwd}/bad.json`, JSON.stringify({ ...checkpoint, workflowId: HOSTILE_ALL }));
  expectHarmless(await run(['due', 'bad.json']), 2);
  expectHarmless(await run(['resume', 'bad.json']), 2);
  const resumed = await runAndInterrupt(['resume', `reports/parked/${file}`], { cwd, env: bareEnvironment() });
  expect([problemsOf(resumed.stdout), problemsOf(resumed.stderr)]).toEqual([[], []]);
});

test('crosscheck webhooks shows the address of a handler as a text', async () => {
  const ended = await run(['webhooks', '--to', `${api.target.baseUrl}/${encodeURI(ARGUMENT)}\u202e`]);
  expect([problemsOf(ended.stdout), problemsOf(ended.stderr)]).toEqual([[], []]);
  expect(ended.exitCode).not.toBe(0);
});
