import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import { type StubBank, startStubBank } from '../harness/stub-bank.ts';
import { bareEnvironment, runCrosscheck } from './command.ts';
import { parkedIn, runAndInterrupt } from './parked-run.ts';
import { folderWith, petsArazzo, petsOpenapi } from './pets.ts';

let api: StubBank;
/** The name that the API returns for the pet; a test changes it. */
let pet = 'Nobody';
test.beforeEach(async () => {
  pet = 'Nobody';
  api = await startStubBank(({ method }) =>
    method === 'POST' ? { status: 201, body: { id: 7, name: 'Rex' } } : { status: 200, body: { id: 7, name: pet } },
  );
});
test.afterEach(() => api.close());

/** Builds a document that polls every minute until the pet has the name Rex, and its sources. */
function waitingPets() {
  const document = petsArazzo();
  const [workflow] = document.workflows;
  const [add, get] = workflow?.steps ?? [];
  const onFailure = [{ name: 'again', type: 'retry', retryAfter: 60, retryLimit: 5 }];
  const waiting = { ...document, workflows: [{ ...workflow, steps: [add, { ...get, onFailure }] }] };
  return { 'pets.arazzo.yaml': waiting, 'pets.openapi.yaml': petsOpenapi('https://api.example.com') };
}

const server = () => ['--server', `pets=${api.target.baseUrl}`];
const countAdded = () => api.requests.filter(({ method }) => method === 'POST').length;

test('resume requires the same inputs, finds the servers and prints no value', async () => {
  const options = { cwd: folderWith(waitingPets()), env: bareEnvironment() };
  const run = await runAndInterrupt(['run', 'pets.arazzo.yaml', ...server(), '--input', 'name=900-12-3456'], options);
  const file = `reports/parked/${parkedIn(options.cwd)[0]}`;
  expect(run.stdout).toContain(`npx crosscheck resume ${file} --input name=...`);
  const checkpoint = readFileSync(`${options.cwd}/${file}`, 'utf8');
  expect(JSON.parse(checkpoint)).toMatchObject({ given: { names: ['name'], servers: { pets: api.target.baseUrl } } });
  pet = 'Rex';
  const without = await runCrosscheck(['resume', file], options);
  expect([without.exitCode, without.stderr]).toEqual([
    2,
    expect.stringContaining('Cannot resume the run: the inputs "name" are missing'),
  ]);
  expect(without.stderr).toContain('--input name=...');
  const copied = await runCrosscheck(['resume', file, '--input', 'name=...'], options);
  expect([copied.exitCode, copied.stderr]).toEqual([
    2,
    expect.stringContaining('Cannot use --input "name=...": "..." is a placeholder'),
  ]);
  const other = await runCrosscheck(['resume', file, '--input', 'name=Bo'], options);
  expect([other.exitCode, other.stderr]).toEqual([
    2,
    expect.stringContaining('the inputs "name" differ from those that it began with'),
  ]);
  expect(parkedIn(options.cwd), 'it can still be resumed').toHaveLength(1);
  const resumed = await runCrosscheck(['resume', file, '--input', 'name=900-12-3456'], options);
  expect([resumed.exitCode, resumed.stderr]).toEqual([0, '']);
  expect(countAdded()).toBe(1);
  for (const text of [run.stdout, without.stderr, other.stderr, resumed.stdout]) expect(text).not.toContain('900-12');
});

test('run prints the command to repeat a failed run without input values', async () => {
  const options = { cwd: folderWith({ ...waitingPets(), 'pets.arazzo.yaml': petsArazzo() }), env: bareEnvironment() };
  const args = ['run', 'pets.arazzo.yaml', ...server(), '--input', 'name=900-12-3456'];
  const one = await runCrosscheck(args, options);
  expect([one.exitCode, one.stdout]).toEqual([1, expect.stringMatching(/^Run it again with: .* --input name=\.\.\./m)]);
  const many = await runCrosscheck([...args, '--repeat', '2'], options);
  expect([many.exitCode, many.stdout]).toEqual([1, expect.stringContaining('--input name=...')]);
  const runs = readFileSync(`${options.cwd}/reports/latest/run/runs.json`, 'utf8');
  for (const text of [one.stdout, many.stdout, runs]) expect(text).not.toContain('900-12');
});

test('resume works in another folder, and rejects a changed source document', async () => {
  const files = waitingPets();
  const main = {
    arazzo: '1.0.1',
    info: { title: 'Main', version: '1' },
    sourceDescriptions: [{ name: 'sub', url: './pets.arazzo.yaml', type: 'arazzo' }],
    workflows: [
      { workflowId: 'main', steps: [{ stepId: 'call', workflowId: '$sourceDescriptions.sub.adopt', outputs: {} }] },
    ],
  };
  const cwd = folderWith({ ...files, 'main.arazzo.yaml': main });
  const env = bareEnvironment();
  await runAndInterrupt(['run', 'main.arazzo.yaml', ...server()], { cwd, env });
  const [name] = parkedIn(cwd);
  const elsewhere = { cwd: test.info().outputPath('elsewhere'), env };
  cpSync(cwd, elsewhere.cwd, { recursive: true });
  pet = 'Rex';
  const edited = JSON.parse(JSON.stringify(files['pets.arazzo.yaml']).replace('"retryLimit":5', '"retryLimit":6'));
  writeFileSync(`${cwd}/pets.arazzo.yaml`, stringify(edited));
  const changed = await runCrosscheck(['resume'], { cwd, env });
  expect([changed.exitCode, changed.stderr]).toEqual([2, expect.stringContaining('parked, the workflow changed')]);
  const resumed = await runCrosscheck(['resume', `reports/parked/${name}`], elsewhere);
  expect([resumed.exitCode, resumed.stderr]).toEqual([0, '']);
  expect(countAdded()).toBe(1);
});
