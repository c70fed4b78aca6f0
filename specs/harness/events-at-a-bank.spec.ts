import { expect, test } from '@playwright/test';
import { easternInstant } from '../../core/business-day.ts';
import { createFrozenClock } from '../../core/clock.ts';
import type { RunReport } from '../../core/run-event.ts';
import {
  type Checkpoint,
  createColors,
  defineWorkflow,
  parseCheckpoint,
  type RunOptions,
  renderClosing,
  renderJunit,
  renderStep,
  runWorkflow,
  type Workflow,
} from '../../harness/host.ts';
import { customerEvent, GUID, startWebhookBank, type WebhookBank, type WebhookBankOptions } from './webhook-bank.ts';

/** Builds a workflow whose renaming steps declare their event if the test says so. */
const renaming = (steps: readonly string[], waits = false) =>
  defineWorkflow({
    id: 'renaming',
    summary: 'Renames',
    inputs: () => ({}),
    steps(w) {
      for (const [index, stepId] of steps.entries()) {
        if (waits && index > 0) w.wait('Close the posting day', { until: 'posting-day-close' });
        const emits = ['Core.Customer.Name.Changed'] as const;
        w.op.changeName(stepId, { path: { customerId: GUID }, body: { firstName: stepId }, status: 200, emits });
      }
    },
  });

/** Starts a bank that calls `onRename` for each change of a name; the body of its answer is not checked. */
const startBank = (
  events: NonNullable<WebhookBankOptions['events']>,
  onRename: (bank: WebhookBank, count: number) => void,
  more: Pick<WebhookBankOptions, 'own' | 'answer'> = {},
) => {
  let count = 0;
  return startWebhookBank({
    ...more,
    events,
    answer(request, bank) {
      const { method, path } = request;
      const other = more.answer?.(request, bank);
      if (other) return other;
      if (method !== 'PUT' || !path.endsWith('/name')) return undefined;
      count += 1;
      onRename(bank, count);
      return { status: 200, body: { id: GUID } };
    },
  });
};

const renamed = () => customerEvent('Core.Customer.Name.Changed');

/** Returns the findings of the event laws; other faults of the stub are ignored. */
const findingsOf = ({ steps }: RunReport) =>
  steps.flatMap(({ findings }) =>
    findings
      .filter(({ rule }) => rule.startsWith('each-change') || rule.startsWith('event-is'))
      .map((one) => one.message),
  );

interface Session {
  readonly report: RunReport;
  readonly checkpoint: Checkpoint | undefined;
  /** The length of each pause for events. */
  readonly pauses: readonly number[];
}

const DEADLINE_MS = 120_000;
/** The deadline is over after so many polls that brought nothing. */
const POLLS_TO_DEADLINE = 4;

/** Runs a session. The end of deliveries is unknown, so the run waits for more unless the test says that none come. */
async function session(
  bank: WebhookBank,
  workflow: Workflow,
  { nothingComes = false, ...options }: Partial<RunOptions> & { nothingComes?: boolean } = {},
): Promise<Session> {
  let checkpoint: Checkpoint | undefined;
  const pauses: number[] = [];
  let onPoll: () => void = () => undefined;
  const pauseForEvents = async (durationMs: number, signal: AbortSignal) => {
    pauses.push(durationMs);
    if (durationMs < DEADLINE_MS) {
      onPoll();
      return await new Promise<void>((resolve) => setImmediate(resolve));
    }
    if (nothingComes) return;
    let left = POLLS_TO_DEADLINE;
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
      onPoll = () => {
        left -= 1;
        if (left === 0) resolve();
      };
    });
  };
  const report = await runWorkflow(workflow.document, {
    target: bank.target,
    workflowId: workflow.workflowId,
    inputs: {},
    seed: 1,
    observesBooks: false,
    pauseForEvents,
    wall: createFrozenClock(Date.now()),
    onCheckpoint: (written) => {
      checkpoint = parseCheckpoint(JSON.stringify(written), 'checkpoint');
    },
    ...options,
  });
  return { report, checkpoint, pauses };
}

test('a run waits until every declared event was polled, and no longer', async () => {
  const bank = await startBank({ by: 'poll' }, ({ waiting }) => waiting.push(renamed()));
  try {
    const { report, pauses } = await session(bank, renaming(['first', 'second']));
    expect(findingsOf(report)).toEqual([]);
    expect(report.events).toMatchObject({ received: 2, changes: 2, notObservable: [] });
    expect(new Set(pauses)).toEqual(new Set([30_000, DEADLINE_MS]));
    expect(bank.registrations.size).toBe(0);
  } finally {
    await bank.close();
  }
});

test('after two minutes without an event, events not received are missing', async () => {
  const bank = await startBank({ by: 'poll' }, ({ waiting }, count) => count === 1 && waiting.push(renamed()));
  try {
    const { report } = await session(bank, renaming(['first', 'second']));
    expect(findingsOf(report)).toEqual([
      'Step "second" declares Core.Customer.Name.Changed, but no such event about its resources arrived',
    ]);
  } finally {
    await bank.close();
  }
});

test('a run that is interrupted while it waits says so, and finds nothing missing', async () => {
  const bank = await startBank({ by: 'receive' }, () => undefined);
  const controller = new AbortController();
  try {
    const { report } = await session(bank, renaming(['first']), {
      signal: controller.signal,
      onEvent: ({ type }) => type === 'step-finished' && setImmediate(() => controller.abort()),
    });
    expect(findingsOf(report)).toEqual([]);
    expect(report.events).toMatchObject({
      watched: [],
      notObservable: [{ reason: 'the run was interrupted before all its events had arrived' }],
    });
    expect(bank.registrations.size).toBe(0);
  } finally {
    await bank.close();
  }
});

test('a run whose events are switched off does not switch them on when it is resumed', async () => {
  const bank = await startBank({ by: 'poll' }, () => undefined);
  try {
    const workflow = renaming(['first', 'second'], true);
    const parked = await session(bank, workflow, { watchesEvents: false });
    const resumes = parked.checkpoint as Checkpoint;
    const { report } = await session(bank, workflow, { resumes, wall: createFrozenClock(nextMorning) });
    expect(report.events).toMatchObject({ watched: [], notObservable: [{ reason: 'events are switched off' }] });
    expect(bank.requests.filter(({ path }) => path.includes('webhooks'))).toEqual([]);
  } finally {
    await bank.close();
  }
});

test('a delivery without delay is accepted, and Eastern time as UTC answers DOC-054', async () => {
  const delivered: Promise<number>[] = [];
  const eastern = () => new Date(Date.now() - 5 * 3_600_000).toISOString();
  const bank = await startBank({ by: 'receive' }, ({ deliver }) => {
    delivered.push(deliver(customerEvent('Core.Customer.Name.Changed', { createdAt: eastern() })));
  });
  try {
    const { report } = await session(bank, renaming(['first']));
    expect(await Promise.all(delivered)).toEqual([200]);
    const findings = report.steps.flatMap((step) => step.findings);
    expect(findings.filter(({ rule }) => rule === 'event-is-created-near-its-change')).toMatchObject([
      { severity: 'probe', discrepancy: 'DOC-054' },
    ]);
  } finally {
    await bank.close();
  }
});

const nextMorning = easternInstant('2030-01-02');

test('a parked run that polls keeps its registrations; the next session checks all', async () => {
  const bank = await startBank({ by: 'poll' }, ({ waiting }) => waiting.push(renamed()));
  try {
    const workflow = renaming(['first', 'second'], true);
    const parked = await session(bank, workflow);
    expect([parked.report.outcome === 'passed', bank.registrations.size]).toEqual([false, 1]);
    expect(parked.checkpoint?.events).toMatchObject({ registrations: [{ name: 'Core.Customer.Name.Changed' }] });
    expect(JSON.stringify(parked.checkpoint?.events)).not.toContain('details');
    expect(parked.checkpoint?.events).toMatchObject({ known: [GUID], steps: [{ stepId: 'first', ids: [GUID] }] });
    const resumes = parked.checkpoint as Checkpoint;
    const { report } = await session(bank, workflow, { resumes, wall: createFrozenClock(nextMorning) });
    expect(findingsOf(report)).toEqual([]);
    expect(report.events).toMatchObject({ received: 2, changes: 2, notObservable: [] });
    expect(bank.registrations.size).toBe(0);
    const made = bank.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/registrations'));
    expect(made).toHaveLength(1);
  } finally {
    await bank.close();
  }
});

test('a parked run with deliveries is checked before; later events are not observable', async () => {
  const bank = await startBank({ by: 'receive' }, () => undefined);
  try {
    const workflow = renaming(['first', 'second'], true);
    const parked = await session(bank, workflow, { nothingComes: true });
    expect(findingsOf(parked.report)).toEqual([expect.stringContaining('Step "first" declares')]);
    expect(bank.registrations.size).toBe(0);
    const resumes = parked.checkpoint as Checkpoint;
    const { report } = await session(bank, workflow, { resumes, wall: createFrozenClock(nextMorning) });
    expect(report.events).toMatchObject({
      watched: [],
      notObservable: [{ reason: 'the run was parked, and no deliveries were received meanwhile' }],
    });
    expect(findingsOf(report), 'reported once, before the run was parked').toHaveLength(1);
  } finally {
    await bank.close();
  }
});

for (const by of ['poll', 'receive'] as const)
  test(`a name that was not watched keeps its reason when the run resumes (${by})`, async () => {
    const theirs = { id: 'theirs', eventName: 'Core.Customer.Name.Changed', type: 'Push' };
    const bank = await startBank({ by }, () => undefined, { own: [theirs] });
    try {
      const workflow = renaming(['first', 'second'], true);
      const reason = 'the partner has a registration theirs for it, and there can be only one';
      const notObservable = [{ eventName: 'Core.Customer.Name.Changed', reason }];
      const parked = await session(bank, workflow);
      expect(parked.report.events).toMatchObject({ isChecked: false, watched: [], notObservable });
      bank.registrations.clear();
      const resumes = parked.checkpoint as Checkpoint;
      const { report } = await session(bank, workflow, { resumes, wall: createFrozenClock(nextMorning) });
      expect(report.events, 'what happened before would be missing').toMatchObject({ watched: [], notObservable });
      expect(findingsOf(report)).toEqual([]);
      expect(bank.registrations.size).toBe(0);
    } finally {
      await bank.close();
    }
  });

const closingOf = (report: RunReport) => renderClosing(report, createColors(false));

test('a parked run that polls reports the events so far and the check after the resume', async () => {
  const bank = await startBank({ by: 'poll' }, ({ waiting }) => waiting.push(renamed()));
  try {
    const { report } = await session(bank, renaming(['first', 'second'], true));
    const { received } = report.events ?? { received: -1 };
    expect(closingOf(report)).toMatch(
      new RegExp(
        `\\n {8}${received} events? received \\(to be checked after the resume\\), 7 failures, 2 discoveries, 1 probe answer$`,
      ),
    );
    expect(report.events).toMatchObject({ isChecked: false, matched: [] });
  } finally {
    await bank.close();
  }
  const silent = await startBank({ by: 'poll' }, () => undefined);
  try {
    const { report } = await session(silent, renaming(['first', 'second'], true));
    expect(renderJunit(report)).toMatch(/name="events: .*\s*<skipped message="Events are checked after the resume"/);
  } finally {
    await silent.close();
  }
});

test('an interrupted run reports how many events were received but not checked', async () => {
  const controller = new AbortController();
  const delivered: Promise<unknown>[] = [];
  const bank = await startBank({ by: 'receive' }, ({ deliver }) => {
    delivered.push(deliver(renamed()));
    controller.abort();
  });
  try {
    const { report } = await session(bank, renaming(['first', 'second']), { signal: controller.signal });
    await Promise.all(delivered);
    expect([report.outcome, report.events?.received]).toEqual([report.outcome, 1]);
    expect(closingOf(report)).toMatch(/\n +1 event received \(not checked\), 6 failures, 1 discovery, 1 probe answer$/);
    const text = renderJunit(report);
    expect(text).toMatch(/name="events: .*\s*<skipped message="[^"]*interrupted/);
  } finally {
    await bank.close();
  }
});

test('an events step that watched nothing is neither passed nor green', async () => {
  const refusal = { status: 403, body: { errors: [{ code: 3003, message: 'Not allowed' }] } };
  const refusing = { answer: ({ path }: { path: string }) => (path.endsWith('/poll') ? refusal : undefined) };
  const bank = await startBank({ by: 'poll' }, () => undefined, refusing);
  try {
    const { report } = await session(bank, renaming(['first']));
    const step = report.steps.find(({ stepId }) => stepId === 'events');
    const reason = 'Not matched to their changes: the bank does not allow this partner to poll (status 403)';
    expect(step).toMatchObject({ title: 'Match changes to their events', outcome: 'not-applicable', reason });
    expect(step && renderStep(step, 2, createColors(false))).toMatch(/^ - +2 Match changes .*\n +Not matched to/);
    expect(renderJunit(report)).toMatch(
      /name="events: .*\s*<skipped message="Not matched to[^"]*403\)"\/>\s*<system-out>.*not observable: Core\.Customer\.Name\.Changed/,
    );
    expect(report.events).toMatchObject({ isChecked: false, watched: [], matched: [] });
  } finally {
    await bank.close();
  }
});
