import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { startEmulator } from '../../emulator/start.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { bareEnvironment } from './command.ts';
import { findLeaks } from './find-leaks.ts';
import { blockWith, compile, linkCrosscheck, test as repository, runNode } from './own-repository.ts';
import { startRepeatingBank } from './repeating-bank.ts';

interface Step {
  readonly title: string;
  readonly error?: { readonly message: string };
  readonly steps?: readonly Step[];
}

interface OneTest {
  readonly annotations: readonly { type: string; description: string }[];
  readonly results: readonly {
    readonly status: string;
    readonly steps?: readonly Step[];
    readonly errors: readonly { message: string }[];
    readonly attachments: readonly { name: string; contentType: string; body?: string }[];
  }[];
}

interface JsonReport {
  readonly suites: readonly { readonly specs: readonly { title: string; tests: readonly OneTest[] }[] }[];
  readonly errors: readonly { message: string }[];
}

/** A repository with its own Playwright: a copy of our files, which Node loads as a second instance. */
const test = repository.extend<{ run: (environment?: Record<string, string>) => Promise<JsonReport> }>({
  run: async ({ folder }, use) => {
    linkCrosscheck(folder);
    for (const name of ['@playwright/test', 'playwright', 'playwright-core'])
      cpSync(resolve('node_modules', name), join(folder, 'node_modules', name), { recursive: true });
    mkdirSync(join(folder, 'tests'));
    writeFileSync(
      join(folder, 'playwright.config.ts'),
      "export default { testDir: 'tests', workers: 1, reporter: [['json', { outputFile: 'report.json' }]] };\n",
    );
    await use(async (environment = {}) => {
      const kept = Object.entries(bareEnvironment(environment)).filter(
        ([name]) => !/^(PW|PLAYWRIGHT|TEST)_/.test(name),
      );
      const args = [join(folder, 'node_modules/@playwright/test/cli.js'), 'test'];
      const { stderr } = await runNode(folder, args, Object.fromEntries(kept));
      expect(stderr).toBe('');
      return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as JsonReport;
    });
  },
});

// Each of these starts one or two runs of Playwright, or the compiler.
test.describe.configure({ timeout: 180_000 });

const writeWorkflow = (folder: string, id: string, steps: string) =>
  writeFileSync(
    join(folder, `workflows/${id}.ts`),
    `import { defineWorkflow, eq, moves } from 'crosscheck';
export default defineWorkflow({
  id: '${id}',
  summary: '${id}',
  inputs: ({ target, customers }) => {
    const { name, profile, address, phone } = customers.person();
    const primaries = { primaryAddress: address, primaryPhone: phone };
    const customer = { partnerId: target.partnerId, classification: 'Personal' as const, name, profile, ...primaries };
    return { customer, product: target.products.checking ?? '' };
  },
  steps({ op, inputs, wait }) {
    ${steps}
  },
});
`,
  );

const OPEN_AN_ACCOUNT = `
    const customer = op.onboardCustomer('onboard', { title: 'Onboard', body: inputs.customer, status: 200 });
    op.getCustomer('screening', {
      title: 'Screening', path: { customerId: customer.body.id }, status: 200,
      check: (r) => [eq(r.ofac, 'Clear')], poll: { everySeconds: 60, deadlineSeconds: 1_800 },
    });
    const body = { customerId: customer.body.id, productId: inputs.product, title: 'Main' };
    const account = op.openAccount('open', { title: 'Open', body, status: 200 });
    const path = { accountNumber: account.accountNumber };`;

/** Returns the steps of the only test as `title` or `title: first line of its error`, without those of hooks. */
const stepsOf = (report: JsonReport) =>
  (testOf(report).results[0]?.steps ?? []).map(({ title, error }) => (error ? `${title}: ${firstLine(error)}` : title));
// biome-ignore lint/suspicious/noControlCharactersInRegex: Playwright colours what it quotes
const firstLine = ({ message }: { message: string }) => message.replace(/\u001b\[\d+m/g, '').split('\n')[0] ?? '';

function testOf({ suites, errors }: JsonReport): OneTest {
  expect(errors).toEqual([]);
  const tests = suites.flatMap(({ specs }) => specs.flatMap((spec) => spec.tests));
  expect(tests).toHaveLength(1);
  return tests[0] as OneTest;
}

repository('the guide’s specs compile, and a body that the contract refuses does not', async ({ folder }) => {
  linkCrosscheck(folder);
  symlinkSync(resolve('node_modules/@playwright'), join(folder, 'node_modules/@playwright'));
  mkdirSync(join(folder, 'tests'));
  for (const [name, part] of Object.entries({
    transfer: 'moves, refused, withCrosscheck',
    workflows: 'workflowFiles(',
  }))
    writeFileSync(join(folder, `tests/${name}.spec.ts`), blockWith(part));
  const typo = blockWith('moves, refused, withCrosscheck').replace(
    'customerId: customer.id',
    'customerID: customer.id',
  );
  writeFileSync(join(folder, 'tests/typo.spec.ts'), typo);
  const complaints = (await compile(folder, ['tests'])).split('\n').filter((line) => /^\S/.test(line));
  expect(complaints).toContainEqual(expect.stringContaining("Property 'customerId' is missing"));
  expect(complaints.filter((line) => !line.startsWith('tests/typo.spec.ts('))).toEqual([]);
});

test('runWorkflow fails the test and only the failing steps are red', async ({ folder, run }) => {
  writeFileSync(join(folder, 'tests/workflows.spec.ts'), blockWith('workflowFiles('));
  writeWorkflow(
    folder,
    'broken',
    `${OPEN_AN_ACCOUNT}
    op.getAccount('look', { title: 'Declares too much', path, status: 200, effects: [moves(account, 5)] });
    op.getAccount('closed', { title: 'Is closed', path, status: 200, check: (r) => [eq(r.status, 'Closed')] });
    op.getAccount('never', { title: 'Never reached', path, status: 200 });`,
  );
  const report = await run();
  expect(stepsOf(report)).toEqual([
    'Onboard',
    'Screening',
    'Open',
    'Declares too much: Error: failure: only-declared-effects-happen',
    "Is closed: Error: Expected $response.body#/status == 'Closed' ($response.body#/status is Active)",
  ]);
  const { annotations, results } = testOf(report);
  const [{ status, errors, attachments } = { status: '', errors: [], attachments: [] }] = results;
  expect([status, annotations]).toEqual(['failed', []]);
  expect(errors[0]?.message).toMatch(
    /Declares too much \(look\)[\s\S]*Current balance of master[\s\S]*expected \$0\.05, actual \$0\.00[\s\S]*Is closed \(closed\)/,
  );

  const texts = new Map(
    attachments.map(({ name, body = '' }) => [name, Buffer.from(body, 'base64').toString('utf8')] as const),
  );
  expect([...texts.keys()]).toEqual(
    expect.arrayContaining(['onboard', 'screening', 'open', 'look', 'closed', 'books', 'report']),
  );
  expect(JSON.parse(texts.get('open') ?? '')).toEqual([
    expect.objectContaining({ operationId: 'openAccount', response: expect.objectContaining({ statusCode: 200 }) }),
  ]);
  expect(JSON.parse(texts.get('books') ?? '')).toContainEqual(
    expect.objectContaining({ title: 'Main', kind: 'master', currentBalance: 0 }),
  );
  const all = [...texts.values(), JSON.stringify({ errors, annotations })].join('\n');
  expect(all).toContain('"taxId": "***"');
  expect(
    all.match(/"(taxId|birthDate|idNumber|authorization|reason)": "(?!\*\*\*|Expected |Status |needs )[^"]*"/g),
  ).toBeNull();
});

test('the guide’s spec passes, and fails once a transfer is not declared', async ({ folder, run }) => {
  const code = blockWith('moves, refused, withCrosscheck');
  expect(code.split('\n').filter((line) => line.startsWith('  ')).length).toBeLessThan(16);
  writeFileSync(join(folder, 'tests/transfer.spec.ts'), code);
  const passed = testOf(await run()).results[0];
  expect([passed?.status, passed?.errors]).toEqual(['passed', []]);
  const names = passed?.attachments.map(({ name }) => name) ?? [];
  expect(names).toEqual(expect.arrayContaining(['onboard-customer', 'openAccount', 'createTransfer', 'books']));

  const declared = 'await books.audit([moves(main, -80_000), moves(rent, 80_000)]);';
  writeFileSync(join(folder, 'tests/transfer.spec.ts'), code.replace(declared, ''));
  const { status, errors = [] } = testOf(await run()).results[0] ?? {};
  expect([status, errors.map(firstLine)]).toEqual(['failed', ['Error: Audit the books after createTransfer']]);
  expect(errors[0]?.message).toMatch(/only-declared-effects-happen[\s\S]*expected \$1,000\.00, actual \$200\.00/);
});

test('the guide’s spec with the fixture api passes, with its exchange attached', async ({ folder, run }) => {
  writeFileSync(join(folder, 'tests/account.spec.ts'), blockWith('async ({ api })'));
  const { status, errors, attachments = [] } = testOf(await run()).results[0] ?? {};
  expect([status, errors]).toEqual(['passed', []]);
  expect(attachments.map(({ name }) => name)).toEqual(expect.arrayContaining(['getAccount', 'books']));
});

test('books audits the last write of a test, and call throws on an error status', async ({ folder, run }) => {
  const spec = (line: string) =>
    writeFileSync(
      join(folder, 'tests/own.spec.ts'),
      `${blockWith('moves, refused, withCrosscheck').split('  const transfer')[0]}  ${line}\n});\n`,
    );
  const body = '{ debitAccountNumber: main.accountNumber, creditAccountNumber: rent.accountNumber, amount: 1 }';
  spec(`await books.call('createTransfer', { body: ${body} });`);
  const undeclared = testOf(await run()).results[0];
  expect(undeclared?.errors.map(firstLine)).toEqual(['Error: Audit the books after createTransfer']);
  expect(undeclared?.attachments.map(({ name }) => name)).toContain('books');

  spec(`const body = ${body};
  await Promise.all([books.call('createTransfer', { body }), books.call('createTransfer', { body })]);
  await books.audit([moves(main, -1), moves(rent, 1), moves(main, -1), moves(rent, 1)]);
  expect(books.balances().map(({ currentBalance }) => currentBalance)).toContain(99_998);
  await books.call('getAccount', { path: { accountNumber: '2000000000' } });`);
  const unknown = testOf(await run()).results[0];
  expect(unknown?.errors.map(firstLine)).toEqual([expect.stringMatching(/^Error: getAccount returned status 404: \{/)]);
});

/** Returns the environment in which a process starts at this time. */
const startedAt = (time: string) => {
  const code = `const now = Date.now; const first = now(); Date.now = () => now() - first + ${Date.parse(time)};`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` };
};

test('with COS_BASE_URL a test parks its run, is skipped, and resumes it when due', async ({ folder, run }) => {
  writeFileSync(join(folder, 'tests/workflows.spec.ts'), blockWith('workflowFiles('));
  writeWorkflow(
    folder,
    'waits',
    `op.listAccounts('list', { title: 'List', status: 200, emits: ['Core.Account.Opened'] });
    op.listAccounts('event', { title: 'Needs events', status: 200, requires: ['events'] });
    wait('Close the posting day', { until: 'posting-day-close' });
    op.listAccounts('again', { title: 'After the close', status: 200 });`,
  );
  const bank = await startEmulator({ clock: 'wall' });
  const [{ clientId, clientSecret, partnerId }] = bank.demo.partners;
  try {
    const server = { COS_BASE_URL: bank.baseUrl, COS_PARTNER_ID: partnerId };
    const environment = { ...server, COS_CLIENT_ID: clientId, COS_CLIENT_SECRET: clientSecret };
    const report = await run({ ...environment, ...startedAt('2026-03-02T10:00:00-05:00') });
    expect(stepsOf(report)).toEqual(['List', 'Needs events', 'Close the posting day']);
    const { annotations, results } = testOf(report);
    expect(results[0]?.status).toBe('skipped');
    const needs =
      "needs the operator's credentials in the environment (COS_OPERATOR_CLIENT_ID and COS_OPERATOR_CLIENT_SECRET, as `crosscheck emulator` prints them), or COS_EVENTS=poll";
    const reason =
      /^The run is parked until 2026-03-02T21:00:00-05:00 \(Close the posting day: waits for the open .*npx crosscheck resume reports\/parked\//;
    expect(annotations).toContainEqual(
      expect.objectContaining({ type: 'skip', description: expect.stringMatching(reason) }),
    );
    expect(annotations).toContainEqual({ type: 'parked', description: expect.stringContaining('waits for the open') });
    expect(annotations).toContainEqual({ type: 'not-applicable', description: `event: ${needs}` });
    expect(annotations).toContainEqual({ type: 'not-observable', description: `Core.Account.Opened: ${needs}` });
    const sent = results[0]?.attachments.find(({ name }) => name === 'list')?.body ?? '';
    expect(Buffer.from(sent, 'base64').toString('utf8')).toContain(`"url": "${bank.baseUrl}/`);

    const again = await run({ ...environment, ...startedAt('2026-03-02T20:00:00-05:00') });
    expect([stepsOf(again), testOf(again).results[0]?.status]).toEqual([[], 'skipped']);
    const resumed = await run({ ...environment, ...startedAt('2026-03-02T21:00:00-05:00') });
    const ended = testOf(resumed).results[0];
    expect([stepsOf(resumed), ended?.status, ended?.errors]).toEqual([
      ['Close the posting day', 'After the close'],
      'passed',
      [],
    ]);
    expect(readdirSync(join(folder, 'reports/parked'))).toEqual([]);
  } finally {
    await bank.close();
  }
});

test('runWorkflow reports an invalid file, and missing credentials, with the remedy', async ({ folder, run }) => {
  writeFileSync(join(folder, 'tests/workflows.spec.ts'), blockWith('workflowFiles('));
  writeFileSync(join(folder, 'workflows/none.ts'), 'export default {};\n');
  const none = testOf(await run()).results[0]?.errors[0]?.message;
  expect(none).toMatch(/workflows\/none\.ts cannot be loaded: its default export is not defineWorkflow/);
  const nobody = testOf(await run({ COS_BASE_URL: 'http://127.0.0.1:1' })).results[0]?.errors[0]?.message;
  expect(nobody).toMatch(/COS_CLIENT_ID, COS_CLIENT_SECRET, COS_PARTNER_ID not set\nCopy \.env\.example/);
});

test('no report, attachment or trace shows a secret that the bank repeats', async ({ folder, run }) => {
  const config = "export default { testDir: 'tests', workers: 1, use: { trace: 'on' }, ";
  const reporter = "reporter: [['json', { outputFile: 'report.json' }], ['line']] };\n";
  writeFileSync(join(folder, 'playwright.config.ts'), config + reporter);
  writeFileSync(join(folder, 'tests/workflows.spec.ts'), blockWith('workflowFiles('));
  writeWorkflow(
    folder,
    'repeated',
    `const customer = op.onboardCustomer('onboard', { title: 'Onboard', body: inputs.customer, status: 200 });
    op.getCustomer('quotes', {
      title: 'Quotes', path: { customerId: customer.body.id }, status: 200,
      check: (r) => [eq((r as never as { repeated: string }).repeated as never, 'nothing')],
    });`,
  );
  writeFileSync(
    join(folder, 'tests/own.spec.ts'),
    `import { test as base } from '@playwright/test';
import { withCrosscheck } from 'crosscheck/playwright';
const test = withCrosscheck(base);
test('calls', async ({ books, customers, target: { partnerId } }) => {
  const { name, profile } = customers.person();
  await books.call('onboardCustomer', { body: { partnerId, classification: 'Personal', name, profile } });
  await books.call('listCustomers', { query: { taxId: 'none', cifNumber: profile.taxId } });
});
`,
  );
  const bank = await startEmulator({ clock: 'wall' });
  const relay = await startRepeatingBank(bank.baseUrl, (asked) => asked.includes('cifNumber='));
  const [{ clientId, clientSecret, partnerId }] = bank.demo.partners;
  const environment = { COS_BASE_URL: relay.baseUrl, COS_PARTNER_ID: partnerId };
  const report = await run({ ...environment, COS_CLIENT_ID: clientId, COS_CLIENT_SECRET: clientSecret });
  await Promise.all([relay.close(), bank.close()]);
  const { profile } = createCustomerGenerator(1, partnerId).person();
  const { taxId, birthDate } = profile as { readonly taxId: string; readonly birthDate: string };
  expect(JSON.stringify(report)).toContain('Expected $response.body#/repeated');
  expect(JSON.stringify(report)).toContain('listCustomers returned status 400');
  expect(readdirSync(join(folder, 'test-results'), { recursive: true, encoding: 'utf8' }).join()).toContain(
    'trace.zip',
  );
  const attachments = report.suites
    .flatMap(({ specs }) => specs.flatMap(({ tests }) => tests))
    .flatMap(({ results }) =>
      results.flatMap((result) => result.attachments.map(({ body = '' }) => Buffer.from(body, 'base64').toString())),
    );
  const texts = { report: JSON.stringify(report), attachments: attachments.join('\n') };
  expect(texts.attachments).toContain('repeated');
  const hidden = [taxId, birthDate, clientSecret, ...relay.tokens];
  expect(findLeaks(hidden, join(folder, 'test-results'), texts)).toEqual([]);
});
