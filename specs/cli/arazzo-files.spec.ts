import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import { type StubBank, startStubBank } from '../harness/stub-bank.ts';
import { bareEnvironment, runCrosscheck, unwrap } from './command.ts';
import { folderWith, petsArazzo, petsOpenapi } from './pets.ts';

let api: StubBank;
test.beforeEach(async () => {
  api = await startStubBank(({ method, path, body }) => {
    if (method === 'POST' && path === '/pets') return { status: 201, body: { id: 7, ...JSON.parse(body) } };
    if (path === '/pets/7') return { status: 200, body: { id: 7, name: 'Rex' } };
    return path === '/pets/8' ? { status: 200, body: { id: 'eight', name: 'Odd' } } : undefined;
  });
});
test.afterEach(() => api.close());

const openapi = () => petsOpenapi(api.target.baseUrl);

test('run checks a document of another API against its own OpenAPI file', async () => {
  const cwd = folderWith({ 'pets.arazzo.yaml': petsArazzo(), 'pets.openapi.yaml': openapi() });
  const { exitCode, stdout, stderr } = await runCrosscheck(['run', 'pets.arazzo.yaml'], { cwd });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^PASSED {2}2 steps in [\d.]+ s\n {8}2 exchanges checked against the contract$/m);
  expect(stdout).not.toContain('Not observable');
  expect(api.requests.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
    ['POST', '/pets', undefined],
    ['GET', '/pets/7', undefined],
  ]);
});

test('run exits with 1 when a response breaks the contract of another API', async () => {
  const document = petsArazzo();
  const [add, get] = document.workflows[0]?.steps ?? [];
  const steps = [add, { ...get, parameters: [{ name: 'petId', in: 'path', value: 8 }], successCriteria: undefined }];
  const changed = { ...document, workflows: [{ ...document.workflows[0], steps }] };
  const cwd = folderWith({ 'pets.arazzo.json': JSON.stringify(changed), 'pets.openapi.yaml': openapi() });
  const { exitCode, stdout } = await runCrosscheck(['run', 'pets.arazzo.json'], { cwd });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/failure: response-body-is-valid[\s\S]*\/id[\s\S]*actual +"eight"/);
});

test('--server overrides the servers of a document, and --input its defaults', async () => {
  const elsewhere = { ...openapi(), servers: [{ url: 'https://api.example.com' }] };
  const cwd = folderWith({ 'pets.arazzo.yaml': petsArazzo(), 'pets.openapi.yaml': elsewhere });
  const refused = await runCrosscheck(['run', 'pets.arazzo.yaml'], { cwd });
  expect([refused.exitCode, refused.stderr]).toEqual([
    2,
    expect.stringContaining('"https://api.example.com" of source "pets"'),
  ]);
  const server = ['--server', `pets=${api.target.baseUrl}`];
  const run = await runCrosscheck(['run', 'pets.arazzo.yaml', ...server, '--input', 'name=Bo'], { cwd });
  expect(run.exitCode, 'the second step wants the name Rex, whatever was sent').toBe(0);
  expect(JSON.parse(api.requests[0]?.body ?? '')).toEqual({ name: 'Bo' });
  const wrong = await runCrosscheck(['run', 'pets.arazzo.yaml', ...server, '--input', 'name=5'], { cwd });
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('Input "name" must be string')]);
});

test('run passes a generated document on the embedded bank with every law', async () => {
  const cwd = test.info().outputPath('.');
  const { exitCode, stdout } = await runCrosscheck(['run', resolve('generated/arazzo/flagship.arazzo.yaml')], { cwd });
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^PASSED {2}35 steps in [\d.]+ s$/m)]);
  const report = JSON.parse(readFileSync(`${cwd}/reports/latest/run/run.json`, 'utf8')) as RunReport;
  expect(report.balances.find(({ title, kind }) => title === 'Main' && kind === 'master')?.currentBalance).toBe(
    155_000,
  );
});

type Document = ReturnType<typeof petsArazzo>;
const workflow = (change: (workflow: Document['workflows'][number]) => object) => (document: Document) => ({
  ...document,
  workflows: document.workflows.map((one) => ({ ...one, ...change(one) })),
});
const withStep = (change: object) =>
  workflow(({ steps: [first, second] }) => ({ steps: [first, { ...second, ...change }] }));

/** Invalid documents with the reported place. They are written by `stringify`, so their lines are stable. */
const bad: [what: string, spoil: (document: Document) => unknown, says: RegExp][] = [
  [
    'no Arazzo',
    () => openapi(),
    /^pets\.arazzo\.yaml:1:1 The file is an OpenAPI document; expected an Arazzo document$/m,
  ],
  ['no YAML', () => 'arazzo: [', /^pets\.arazzo\.yaml:1:\d+ The file is neither YAML nor JSON/m],
  [
    'a missing source',
    (document) => ({ ...document, sourceDescriptions: [{ name: 'pets', url: './none.yaml', type: 'openapi' }] }),
    /^pets\.arazzo\.yaml:7:10 Cannot read the source "pets": the file does not exist$/m,
  ],
  [
    'a source on another machine',
    (document) => ({ ...document, sourceDescriptions: [{ name: 'pets', url: 'https://example.com/pets.yaml' }] }),
    /^pets\.arazzo\.yaml:7:10 Cannot read the source "pets" at "https:\/\/example\.com\/pets\.yaml": it is not on this machine/m,
  ],
  [
    'an unknown operation',
    withStep({ operationPath: undefined, operationId: 'sellPet' }),
    /^pets\.arazzo\.yaml:\d+:\d+ Step "get" calls "sellPet"/m,
  ],
  [
    'an expression into nothing',
    withStep({ parameters: [{ name: 'petId', in: 'path', value: '$steps.add.outputs.number' }] }),
    /^pets\.arazzo\.yaml:\d+:\d+ Cannot resolve "\$steps\.add\.outputs\.number": step "add" has no output "number"; expected one of: id$/m,
  ],
  [
    'a payload text that looks like an expression',
    withStep({ requestBody: { payload: { name: '$input.name' } } }),
    /^pets\.arazzo\.yaml:\d+:\d+ "\$input\.name" looks like a runtime expression but is not valid$/m,
  ],
  [
    'a cycle',
    (document) => ({
      ...document,
      workflows: [
        ...document.workflows.map((one) => ({ ...one, dependsOn: ['b'] })),
        { workflowId: 'b', steps: [{ stepId: 'a', workflowId: 'adopt' }] },
      ],
    }),
    /^pets\.arazzo\.yaml:\d+:\d+ Workflows call each other in a cycle: adopt -> b -> adopt$/m,
  ],
  [
    'a field that Arazzo does not have',
    withStep({ sucessCriteria: [] }),
    /^pets\.arazzo\.yaml:\d+:\d+ Step "get" has the unknown field "sucessCriteria"; did you mean "successCriteria"\?$/m,
  ],
];
for (const [what, spoil, says] of bad) {
  test(`check and run locate ${what} before any request`, async () => {
    const cwd = folderWith({ 'pets.arazzo.yaml': spoil(petsArazzo()), 'pets.openapi.yaml': openapi() });
    const checked = await runCrosscheck(['check', 'pets.arazzo.yaml'], { cwd });
    expect(unwrap(checked.stdout)).toMatch(says);
    expect([checked.exitCode, unwrap(checked.stdout)]).toEqual([2, expect.stringMatching(/^1 file, \d+ problems?$/m)]);
    const run = await runCrosscheck(['run', 'pets.arazzo.yaml', 'adopt'], { cwd });
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr.replaceAll(/^ {2}/gm, '')).toMatch(says);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(api.requests).toEqual([]);
  });
}

test('check locates a problem in a workflow in TypeScript', async () => {
  const harness = resolve('harness/host.ts');
  const text = [
    `import { defineWorkflow, moves } from '${harness}';`,
    'export default defineWorkflow({',
    "  id: 'ghost', summary: 'An effect on an unknown account', inputs: () => ({}),",
    '  steps({ op }) {',
    "    const read = op.getAccount('read', { path: { accountNumber: '2100000005' }, status: 200 });",
    "    op.listAchPayments('list', { status: 200, effects: [moves(read, 5)] });",
    '  },',
    '});',
  ].join('\n');
  const cwd = folderWith({ 'ghost.ts': text });
  const { exitCode, stdout } = await runCrosscheck(['check', 'ghost.ts'], { cwd });
  expect([exitCode, unwrap(stdout)]).toEqual([
    2,
    expect.stringMatching(
      /^ghost\.ts:6:8 Step "list" declares an effect on "\$steps\.read\.outputs\.accountNumber", an account that no step opened/m,
    ),
  ]);
});

test('check locates the line at which a TypeScript file cannot be loaded', async () => {
  const text = [
    `import { defineWorkflow } from '${resolve('harness/host.ts')}';`,
    'export default defineWorkflow({',
    "  id: 'typo', summary: 'An undefined name', inputs: () => ({}),",
    "  steps: ({ op }) => op.getAccount('read', { path: { accountNumber: mian }, status: 200 }),",
    '});',
  ].join('\n');
  const { exitCode, stdout } = await runCrosscheck(['check', 'typo.ts'], { cwd: folderWith({ 'typo.ts': text }) });
  expect([exitCode, stdout]).toEqual([2, 'typo.ts:4:69 cannot be loaded: mian is not defined\n1 file, 1 problem\n']);
});

test('check reports no problems for valid files and sends nothing', async () => {
  const cwd = folderWith({ 'pets.arazzo.yaml': petsArazzo(), 'pets.openapi.yaml': openapi() });
  const files = [
    'pets.arazzo.yaml',
    resolve('generated/arazzo/flagship.arazzo.yaml'),
    resolve('workflows/flagship.ts'),
  ];
  const { exitCode, stdout } = await runCrosscheck(['check', ...files], { cwd, env: bareEnvironment() });
  expect([exitCode, stdout, api.requests]).toEqual([0, '3 files, no problems\n', []]);
});

test('run rejects an unknown input or source and lists the known ones', async () => {
  const cwd = folderWith({ 'pets.arazzo.yaml': petsArazzo(), 'pets.openapi.yaml': openapi() });
  const input = await runCrosscheck(['run', 'pets.arazzo.yaml', '--input', 'nmae=Bo'], { cwd });
  expect([input.exitCode, input.stderr]).toEqual([
    2,
    'Unknown input "nmae"\nDid you mean "name"? The inputs of the workflow: name\n',
  ]);
  const server = await runCrosscheck(['run', 'pets.arazzo.yaml', '--server', 'shop=http://127.0.0.1:1'], { cwd });
  expect([server.exitCode, server.stderr]).toEqual([2, 'Unknown source "shop"\nThe sources of the workflow: pets\n']);
  expect(api.requests).toEqual([]);
});

test('run selects the only workflow of a file that no other one calls', async () => {
  const [adopt] = petsArazzo().workflows;
  const calls = {
    workflowId: 'whole',
    steps: [{ stepId: 'call', workflowId: 'adopt', parameters: [{ name: 'name', value: 'Rex' }] }],
  };
  const document = { ...petsArazzo(), workflows: [adopt, calls] };
  const cwd = folderWith({ 'pets.arazzo.yaml': document, 'pets.openapi.yaml': openapi() });
  const { exitCode, stdout } = await runCrosscheck(['run', 'pets.arazzo.yaml'], { cwd });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Crosscheck whole')]);
});

test('run requires a name for a file with several workflows', async () => {
  const [adopt] = petsArazzo().workflows;
  const document = { ...petsArazzo(), workflows: [adopt, { ...adopt, workflowId: 'again' }] };
  const cwd = folderWith({ 'pets.arazzo.yaml': document, 'pets.openapi.yaml': openapi() });
  const { exitCode, stderr } = await runCrosscheck(['run', 'pets.arazzo.yaml'], { cwd });
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining(
      'Several workflows are in "pets.arazzo.yaml": name one of them\nThe workflows: adopt, again\n',
    ),
  ]);
  expect((await runCrosscheck(['run', 'pets.arazzo.yaml', 'again'], { cwd })).exitCode).toBe(0);
});

test('check and run locate a source whose server is on another machine', async () => {
  const elsewhere = petsOpenapi('https://api.example.com');
  const cwd = folderWith({ 'pets.arazzo.yaml': petsArazzo(), 'pets.openapi.yaml': elsewhere });
  const says =
    /^ *pets\.arazzo\.yaml:7:10 The server "https:\/\/api\.example\.com" of source "pets" must be on this machine/m;
  const checked = await runCrosscheck(['check', 'pets.arazzo.yaml'], { cwd });
  expect([checked.exitCode, unwrap(checked.stdout)]).toEqual([2, expect.stringMatching(says)]);
  const run = await runCrosscheck(['run', 'pets.arazzo.yaml'], { cwd });
  expect([run.exitCode, run.stderr]).toEqual([2, expect.stringMatching(says)]);
  const accepted = await runCrosscheck(['check', 'pets.arazzo.yaml', '--server', `pets=${api.target.baseUrl}`], {
    cwd,
  });
  expect([accepted.exitCode, accepted.stdout]).toEqual([0, '1 file, no problems\n']);
});

test('check and run reject a URL with a password and do not print it', async () => {
  const secret = api.target.baseUrl.replace('//', '//user:pw-secret@');
  const cwd = folderWith({
    'pets.arazzo.yaml': petsArazzo(),
    'pets.openapi.yaml': petsOpenapi(secret),
    'far.arazzo.yaml': { ...petsArazzo(), sourceDescriptions: [{ name: 'pets', url: `${secret}/pets.yaml` }] },
  });
  const server = ['--server', `pets=${secret}`];
  for (const args of [
    ['pets.arazzo.yaml'],
    ['pets.arazzo.yaml', ...server],
    ['far.arazzo.yaml'],
    [`${secret}/a.yaml`],
  ]) {
    const { exitCode, stdout, stderr } = await runCrosscheck(['run', ...args], { cwd });
    expect([exitCode, stdout + stderr]).toEqual([2, expect.stringContaining('a user name or password')]);
    expect(stdout + stderr).not.toContain('pw-secret');
  }
  expect(api.requests).toEqual([]);
});

test('run accepts a source with the name of an object property', async () => {
  const document = JSON.stringify(petsArazzo()).replaceAll(/"pets"|(?<=sourceDescriptions\.)pets/g, (name) =>
    name.replace('pets', 'constructor'),
  );
  const cwd = folderWith({ 'pets.arazzo.json': document, 'pets.openapi.yaml': openapi() });
  const { exitCode, stderr } = await runCrosscheck(['run', 'pets.arazzo.json'], { cwd });
  expect([exitCode, stderr]).toEqual([0, '']);
});
