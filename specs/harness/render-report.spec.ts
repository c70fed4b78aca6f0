import { expect, test } from '@playwright/test';
import type { Finding } from '../../core/finding.ts';
import type { AccountBalance, RunReport, StepReport } from '../../core/run-event.ts';
import { createColors, renderClosing, renderFindings, renderJunit, renderStep } from '../../harness/host.ts';
import { groupFindings } from '../../harness/report/group-findings.ts';

const colors = createColors(false);

function finding(
  rule: string,
  message: string,
  expected: string,
  actual: string,
  more: Partial<Finding> = {},
): Finding {
  const facts = { requirementIds: [], provenance: 'source', severity: 'failure', stepId: 'pay' } as const;
  return { ...facts, rule, message, expected, actual, ...more };
}

/** Findings as they follow from one cent too much on a subledger; the sum comes first. */
const ONE_CENT = [
  finding('money-is-conserved', 'The total is not zero', '0 cents', '1 cents'),
  finding('current-balance-is-sum-of-activity', 'Savings is not the sum of its activities', '2500 cents', '2501 cents'),
  finding('only-declared-effects-happen', 'Savings is not what is declared', '2500 cents', '2501 cents'),
  finding('only-declared-effects-happen', 'Main is not what is declared', '7500 cents', '7499 cents'),
];

function stepOf(changes: Partial<StepReport> = {}): StepReport {
  return {
    stepId: 'pay',
    title: 'Transfer to the subledger',
    operationId: 'createTransfer',
    outcome: 'failed',
    statusCode: 200,
    attempts: 1,
    durationMs: 12,
    exchanges: [],
    exchangesChecked: 1,
    movements: [],
    findings: [],
    lawsChecked: [],
    emits: [],
    ...changes,
  };
}

function reportOf(changes: Partial<RunReport>): RunReport {
  return {
    schemaVersion: 2,
    workflowId: 'w',
    summary: 'Pays',
    seed: 1,
    target: { kind: 'emulator', baseUrl: 'http://127.0.0.1' },
    startedAt: '2026-03-02T10:00:00-05:00',
    durationMs: 1_020,
    outcome: 'passed',
    steps: [],
    balances: [],
    notObservable: [],
    ...changes,
  };
}

const closing = (changes: Partial<RunReport>, width = 100) => renderClosing(reportOf(changes), colors, width);

test('groupFindings folds findings with the same difference under the first figure', () => {
  const groups = groupFindings(ONE_CENT);
  expect(groups.map(({ findings, consequences }) => [findings.map(({ rule }) => rule), consequences.length])).toEqual([
    [['current-balance-is-sum-of-activity'], 3],
  ]);
});

test('groupFindings keeps other differences, severities and rules separate', () => {
  const others = [
    finding('hold-amount-is-sum-of-active-holds', 'Holds', '0 cents', '300 cents'),
    finding('subledgers-sum-to-master', 'Master', '0 cents', '1 cents', { severity: 'discovery' }),
    finding('response-body-is-valid', '/id', 'a value for id', 'absent'),
  ];
  expect(
    groupFindings([...ONE_CENT, ...others]).map(({ findings, consequences }) => findings.length + consequences.length),
  ).toEqual([4, 1, 1, 1]);
});

test('renderFindings prints the cause first in dollars and folds the consequences', () => {
  expect(renderFindings(ONE_CENT, colors).join('\n').split('\n')).toEqual([
    '       failure: current-balance-is-sum-of-activity',
    '         Savings is not the sum of its activities',
    '           expected  $25.00',
    '           actual    $25.01',
    '         and 3 consequences (same difference of $0.01):',
    '           - only-declared-effects-happen: Savings is not what is declared',
    '           - only-declared-effects-happen: Main is not what is declared',
    '           - money-is-conserved: The total is not zero',
  ]);
});

test('renderFindings prints findings of one rule once, with the accounts as details', () => {
  expect(renderFindings(ONE_CENT.slice(2), colors).join('\n').split('\n')).toEqual([
    '       failure: only-declared-effects-happen',
    '         Savings is not what is declared',
    '           expected $25.00, actual $25.01',
    '         Main is not what is declared',
    '           expected $75.00, actual $74.99',
  ]);
});

test('renderFindings counts what is too long to read', () => {
  const many = Array.from({ length: 12 }, (_, index) => finding('a-rule', `Account ${index}`, 'x', `y${index}`));
  expect(renderFindings(many, colors).join('\n')).toMatch(/Account 9\n.*\n +and 2 more in the JSON report$/);
});

test('renderStep prints reason, findings, place and request of a failed step', () => {
  const request = {
    method: 'POST',
    url: 'https://bank.example/x',
    headers: { authorization: '***' },
    body: { taxId: '***' },
  };
  const exchange = {
    operationId: 'createTransfer',
    request,
    response: { statusCode: 400, headers: {} },
    durationMs: 1,
  };
  const step = stepOf({
    statusCode: 400,
    reason: 'Status 400: 2001 Account is closed; expected $statusCode == 200',
    location: { file: 'workflows/pay.ts', line: 12 },
    exchanges: [exchange],
    findings: ONE_CENT.slice(0, 1),
  });
  expect(renderStep(step, 3, colors).split('\n')).toEqual([
    ' ✗   3 Transfer to the subledger                        createTransfer              400     12 ms',
    '       Status 400: 2001 Account is closed; expected $statusCode == 200',
    '       failure: money-is-conserved',
    '         The total is not zero',
    '           expected  $0.00',
    '           actual    $0.01',
    '       at workflows/pay.ts:12',
    '       Send the request again with curl (first set TOKEN to an access token and replace <taxId>):',
    "         curl -g -X 'POST' 'https://bank.example/x' \\",
    '           -H "authorization: Bearer $TOKEN" \\',
    `           --data-raw '{"taxId":"<taxId>"}'`,
  ]);
});

test('renderStep of a passed step prints neither its place nor its request', () => {
  const step = stepOf({ outcome: 'passed', location: { file: 'workflows/pay.ts', line: 12 } });
  expect(renderStep(step, 3, colors).split('\n')).toHaveLength(1);
});

test('renderStep leaves out columns and shortens the title to fit the width', () => {
  const movement = { accountNumber: '1', kind: 'subledger', available: 2500, hold: 0 } as const;
  const movements = Array.from({ length: 6 }, (_, index) => ({
    ...movement,
    title: `Savings ${index}`,
    current: 2500,
  }));
  const step = stepOf({
    title: `Transfer ${'very '.repeat(20)}long`,
    outcome: 'passed',
    movements,
    lawsChecked: ['a', 'b'],
  });
  for (const width of [40, 60, 80, 100, 140]) {
    const lines = renderStep(step, 3, colors, width).split('\n');
    expect(
      lines.map(({ length }) => length).filter((length) => length > width),
      `${width}`,
    ).toEqual([]);
    expect(lines[0]).toContain('…');
    expect(lines[0]?.includes('createTransfer')).toBe(width >= 100);
    expect(lines[0]?.includes('2 laws')).toBe(width >= 140);
    expect(lines.slice(1).every((line) => line.startsWith('       '))).toBe(true);
  }
  expect(renderStep({ ...step, title: 'Pay', movements: movements.slice(0, 1) }, 3, colors, 140)).toMatch(
    /2 laws {2}Savings 0 \+\$25\.00$/,
  );
});

test('renderClosing shortens titles and omits balance columns to fit the width', () => {
  const figures = { currentBalance: 123_456_789, availableBalance: 123_456_789, holdAmount: 0, transactionCount: 12 };
  const balance: AccountBalance = {
    accountNumber: '347951921480',
    title: 'A title '.repeat(12),
    kind: 'master',
    ...figures,
  };
  const balances: AccountBalance[] = [balance, { ...balance, kind: 'settlement', currentBalance: -123_456_789 }];
  for (const width of [60, 80, 100]) {
    const lines = closing({ balances }, width).split('\n');
    expect(
      lines.filter(({ length }) => length > width),
      `${width}`,
    ).toEqual([]);
    expect(lines.some((line) => /^ {2}A title.*… {2}347951921480 +\$1,234,567\.89/.test(line))).toBe(true);
    expect(lines[1]?.includes('Activities')).toBe(width >= 100);
  }
});

test('renderClosing prints the summary in short lines with right plurals', () => {
  const steps = [stepOf({ outcome: 'passed', exchangesChecked: 1, lawsChecked: ['a'] })];
  const counted = {
    isChecked: true,
    watched: ['a'],
    received: 1,
    changes: 1,
    duplicates: 1,
    notObservable: [],
    matched: [],
  };
  expect(closing({ steps, events: counted })).toBe(
    '\nPASSED  1 step in 1.02 s\n' +
      '        1 exchange checked against the contract, laws checked 1 time\n' +
      '        1 change matched to 1 event (1 duplicate)',
  );
  const found = [finding('a-rule', 'x', 'y', 'z', { severity: 'discovery' })];
  const more = [...steps, stepOf({ outcome: 'passed', exchangesChecked: 2_000, lawsChecked: ['a'], findings: found })];
  expect(closing({ steps: more, events: { ...counted, received: 18, changes: 25, duplicates: 0 } })).toBe(
    '\nPASSED  2 steps in 1.02 s\n' +
      '        2,001 exchanges checked against the contract, laws checked 2 times\n' +
      '        25 changes matched to 18 events, 1 discovery',
  );
});

test('renderClosing of a failed run names the steps that failed and their causes', () => {
  const refused = stepOf({ reason: 'Status 400: 2001 Account is closed; expected $statusCode == 200' });
  const steps = [stepOf({ outcome: 'passed' }), stepOf({ findings: ONE_CENT }), refused];
  expect(closing({ outcome: 'failed', steps })).toBe(
    '\nFAILED  2 of 3 steps failed in 1.02 s\n' +
      '        step 2, Transfer to the subledger: current-balance-is-sum-of-activity\n' +
      '        step 3, Transfer to the subledger: Status 400: 2001 Account is closed; expected $statusCode…\n' +
      '        3 exchanges checked against the contract\n' +
      '        4 failures',
  );
  const [first] = closing({ outcome: 'failed', steps: Array(8).fill(refused) }, 60).match(/and 3 more steps/) ?? [];
  expect(first).toBeDefined();
});

test('renderClosing of a stopped run names the error once', () => {
  const stopped = { kind: 'operating', message: 'No answer from the bank', remedy: 'Look' } as const;
  const lines = (steps: StepReport[]) => closing({ outcome: 'stopped', stopped, steps }).split('\n').slice(1, 3);
  expect(lines([])).toEqual(['STOPPED  0 steps in 1.02 s', '         No answer from the bank']);
  expect(lines([stepOf({ reason: stopped.message })])).toEqual([
    'STOPPED  1 step in 1.02 s',
    '         step 1, Transfer to the subledger: No answer from the bank',
  ]);
});

test('renderJunit names the file of a step, and its line in the failure', () => {
  const step = stepOf({ reason: 'Status 400', location: { file: 'workflows/pay.ts', line: 12 } });
  const xml = renderJunit(reportOf({ outcome: 'failed', steps: [step] }));
  expect(xml).toContain(' file="workflows/pay.ts"');
  expect(xml).toMatch(/<failure message="Status 400[^"]*at workflows\/pay\.ts:12"/);
});
