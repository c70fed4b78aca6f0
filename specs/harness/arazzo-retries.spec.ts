import { expect, test } from '@playwright/test';
import { SecretValues } from '../../harness/masking/secret-values.ts';
import { checkWorkflow } from '../../harness/workflow/arazzo/check/check-plan.ts';
import type { ArazzoStep, ArazzoWorkflow, FailureAction } from '../../harness/workflow/arazzo/document.ts';
import { dumpState, restoreState } from '../../harness/workflow/engine/dump-state.ts';
import { HiddenValues } from '../../harness/workflow/engine/hidden-values.ts';
import { newAttempt, newFrame } from '../../harness/workflow/engine/run-state.ts';
import { describeStub, getThing, runStub, type StubRunOptions } from './stub-api.ts';
import type { StubAnswer, StubRequest } from './stub-bank.ts';

const retry = (more: Partial<FailureAction> = {}): FailureAction => ({
  name: 'again',
  type: 'retry',
  retryAfter: 0,
  ...more,
});
const flow = (...steps: ArazzoStep[]): ArazzoWorkflow => ({ workflowId: 'flow', steps });

/** Answers 500 so many times, then 200, to every path that ends with `late`. */
function late(
  failures: number,
  headers: Record<string, string> = {},
): (request: StubRequest) => StubAnswer | undefined {
  let calls = 0;
  return ({ path }) => {
    if (!path.endsWith('late')) return undefined;
    calls += 1;
    return calls > failures ? { status: 200, body: {} } : { status: 500, body: {}, headers };
  };
}

async function run(
  workflows: ArazzoWorkflow[],
  answer: (request: StubRequest) => StubAnswer | undefined,
  options?: StubRunOptions,
) {
  const { requests, outcomes, events, report } = await runStub({ workflows }, answer, options);
  const pauses = events.flatMap((event) => (event.type === 'step-waiting' ? [event.pauseSeconds] : []));
  return { sent: requests.map(({ path }) => path.replace('/things/', '')).join(' '), outcomes, pauses, report };
}

const limits: [what: string, action: Partial<FailureAction>, failures: number, sent: number, outcome: string][] = [
  ['is tried once more where no limit is told', {}, 1, 2, 'passed'],
  ['fails where once more is not enough', {}, 2, 2, 'failed'],
  ['is tried as often as retryLimit says', { retryLimit: 3 }, 3, 4, 'passed'],
  ['fails once retryLimit is exhausted', { retryLimit: 3 }, 9, 4, 'failed'],
  ['is not tried again with a retryLimit of 0', { retryLimit: 0 }, 1, 1, 'failed'],
];
for (const [what, action, failures, sent, outcome] of limits) {
  test(`runWorkflow: a step with a retry ${what}`, async () => {
    const { report, sent: paths } = await run([flow(getThing('late', { onFailure: [retry(action)] }))], late(failures));
    expect(paths.split(' ')).toHaveLength(sent);
    expect(report.steps).toMatchObject([{ outcome, attempts: sent }]);
    expect(report.steps[0]?.reason).toBe(
      outcome === 'passed'
        ? undefined
        : `Status 500; expected a status below 400${sent > 1 ? ` after ${sent} attempts` : ''}`,
    );
  });
}

test('runWorkflow: a retry pauses for retryAfter, in seconds with a fraction', async () => {
  const { pauses } = await run(
    [flow(getThing('late', { onFailure: [retry({ retryAfter: 0.004, retryLimit: 2 })] }))],
    late(2),
  );
  expect(pauses).toEqual([0.004, 0.004]);
});

test('runWorkflow: Retry-After of the answer overrules retryAfter', async () => {
  const steps = flow(getThing('late', { onFailure: [retry({ retryAfter: 0.004 })] }));
  const { pauses, outcomes } = await run([steps], late(1, { 'retry-after': '0' }));
  expect(pauses, 'no pause at all').toEqual([]);
  expect(outcomes).toEqual(['late passed']);
  const patient = { maxPauseSeconds: 60 };
  const parked = await run([steps], late(1, { 'retry-after': '90' }), patient);
  expect(parked.outcomes, 'ninety seconds are more than the patience of this run').toEqual(['late parked']);
});

test('runWorkflow: only an exhausted retry gives way to the failure action after it', async () => {
  const step = getThing('late', { onFailure: [retry({ retryLimit: 2 }), { name: 'on', type: 'goto', stepId: 'b' }] });
  const { sent, outcomes } = await run([flow(step, getThing('a'), getThing('b'))], late(9));
  expect(sent).toBe('late late late b');
  expect(outcomes).toEqual(['late handled', 'b passed']);
});

test('runWorkflow: two retries have a count each, and their criteria decide', async () => {
  const on = (status: number) => [{ condition: `$statusCode == ${status}` }];
  const step = getThing('a', {
    onFailure: [
      { ...retry({ retryLimit: 1, criteria: on(500) }), name: 'first' },
      { ...retry({ retryLimit: 2, criteria: on(404) }), name: 'second' },
    ],
  });
  const statuses = [500, 404, 404, 500];
  const { sent, outcomes } = await run([flow(step)], () => ({ status: statuses.shift() ?? 200, body: {} }));
  expect(sent, 'the second 500 finds its retry exhausted').toBe('a a a a');
  expect(outcomes).toEqual(['a failed']);
});

test('runWorkflow restarts the retries of a step when a loop returns to it', async () => {
  let rounds = 0;
  const answer = ({ path }: StubRequest) => {
    if (path.endsWith('b')) rounds += 1;
    return path.endsWith('late') ? { status: calls++ % 2 === 0 ? 500 : 200, body: {} } : undefined;
  };
  let calls = 0;
  const back = {
    name: 'back',
    type: 'goto' as const,
    stepId: 'late',
    criteria: [{ condition: '$response.header.x-round < 2' }],
  };
  const { sent } = await run(
    [flow(getThing('late', { onFailure: [retry()] }), getThing('b', { onSuccess: [back] }))],
    (request) => answer(request) ?? { status: 200, body: {}, headers: { 'x-round': String(rounds) } },
  );
  expect(sent).toBe('late late b late late b');
});

test('runWorkflow: a retry with stepId runs that step, then the failed one again', async () => {
  const { sent, outcomes } = await run(
    [
      flow(
        getThing('fix', {
          onSuccess: [{ name: 'on', type: 'goto', stepId: 'c', criteria: [{ condition: '$statusCode == 299' }] }],
        }),
        getThing('late', { onFailure: [retry({ stepId: 'fix', retryLimit: 2 })] }),
        getThing('c'),
      ),
    ],
    late(2),
  );
  expect(sent).toBe('fix late fix late fix late c');
  expect(outcomes).toEqual(['fix passed', 'fix passed', 'fix passed', 'late passed', 'c passed']);
});

test('runWorkflow retries a step that another retry runs, by way of a third step', async () => {
  let fixes = 0;
  const answer = late(1);
  const { sent, outcomes } = await run(
    [
      flow(
        getThing('late', {
          onFailure: [
            retry({ stepId: 'fix' }),
            { name: 'no', type: 'goto', stepId: 'fix', criteria: [{ condition: '$statusCode == 299' }] },
          ],
        }),
        getThing('end', { onSuccess: [{ name: 'end', type: 'end', criteria: [{ condition: '$statusCode == 200' }] }] }),
        getThing('fix', { onFailure: [retry({ stepId: 'deep' })] }),
        getThing('deep'),
      ),
    ],
    (request) => (request.path.endsWith('fix') && fixes++ === 0 ? { status: 500, body: {} } : answer(request)),
  );
  expect(sent).toBe('late fix deep fix late end');
  expect(outcomes).toEqual(['deep passed', 'fix passed', 'late passed', 'end passed']);
});

test('runWorkflow: steps whose retries run each other end, and both are reported', async () => {
  const { sent, outcomes, report } = await run(
    [
      flow(
        getThing('a-bad', { onFailure: [retry({ stepId: 'b-bad' }), { name: 'on', type: 'goto', stepId: 'c' }] }),
        getThing('b-bad', { onFailure: [retry({ stepId: 'a-bad' })] }),
        getThing('c'),
      ),
    ],
    () => undefined,
  );
  expect(sent).toBe('a-bad b-bad c');
  expect(outcomes).toEqual(['b-bad handled', 'a-bad handled', 'c passed']);
  expect(report.steps[1]).toMatchObject({
    reason: 'The step "b-bad" that its retry ran failed',
    exchangesChecked: 1,
  });
});

test('runWorkflow parks a run once if the retry of a call waits too long', async () => {
  const call: ArazzoStep = { stepId: 'call', workflowId: 'other', onFailure: [retry({ retryAfter: 90 })] };
  const { outcomes, sent } = await run([flow(call), { ...flow(getThing('late')), workflowId: 'other' }], late(1), {
    maxPauseSeconds: 60,
  });
  expect(sent).toBe('late');
  expect(outcomes).toEqual(['call/late handled', 'call parked']);
});

test('runWorkflow does not apply a workflow’s retry by way of a step to that step', async () => {
  const steps = [getThing('login-bad'), getThing('b')];
  const { sent, outcomes } = await run(
    [{ ...flow(...steps), failureActions: [retry({ stepId: 'login-bad' })] }],
    () => undefined,
  );
  expect(sent).toBe('login-bad');
  expect(outcomes).toEqual(['login-bad failed']);
});

test('runWorkflow runs the workflow of a retry with parameters and matching inputs', async () => {
  const { sent, outcomes, report } = await run(
    [
      {
        ...flow(
          getThing('late', {
            onFailure: [retry({ workflowId: 'refresh', parameters: [{ name: 'why', value: '$statusCode' }] })],
          }),
        ),
        inputs: { type: 'object', properties: { who: {} } },
      },
      {
        workflowId: 'refresh',
        inputs: { type: 'object', properties: { who: {}, why: {} }, required: ['who', 'why'] },
        steps: [getThing('{$inputs.who}-{$inputs.why}', { stepId: 'login' })],
      },
    ],
    late(1),
    { inputs: { who: 'me' } },
  );
  expect(sent).toBe('late me-500 late');
  expect(outcomes).toEqual(['refresh/login passed', 'late passed']);
  expect(report.steps[1], 'both of its exchanges are its own').toMatchObject({ attempts: 2, exchangesChecked: 2 });
});

test('runWorkflow: a step fails when the workflow that its retry runs failed', async () => {
  const { sent, outcomes, report } = await run(
    [
      flow(getThing('late', { onFailure: [retry({ workflowId: 'refresh' })] })),
      { ...flow(getThing('bad')), workflowId: 'refresh' },
    ],
    late(1),
  );
  expect(sent).toBe('late bad');
  expect(outcomes).toEqual(['refresh/bad failed', 'late failed']);
  expect(report.steps[1]?.reason).toBe('The workflow "refresh" that its retry called failed');
});

test('runWorkflow: a step that calls a workflow is retried as a whole', async () => {
  const { sent, outcomes, report } = await run(
    [
      flow({ stepId: 'call', workflowId: 'other', onFailure: [retry({ retryLimit: 2 })] }),
      { ...flow(getThing('a'), getThing('late')), workflowId: 'other' },
    ],
    late(1),
  );
  expect(sent).toBe('a late a late');
  expect(outcomes).toEqual(['call/a passed', 'call/late handled', 'call/a passed', 'call/late passed', 'call passed']);
  expect(report.outcome, 'what failed was tried again').toBe('passed');
});

test('runWorkflow: a poll whose target asks for no pause ends after 1000 tries', async () => {
  const step = getThing('late', {
    onFailure: [retry({ retryAfter: 1 })],
    'x-crosscheck': { poll: { deadlineSeconds: 60 } },
  });
  const { report } = await run([flow(step)], late(9_999, { 'retry-after': '0' }));
  expect(report.steps).toMatchObject([{ outcome: 'failed', attempts: 1_000 }]);
});

test('runWorkflow stops a step at its timeout and then applies its failure actions', async () => {
  const { report, outcomes } = await runStub(
    {
      workflows: [
        flow(
          getThing('slow', {
            timeout: 30,
            onFailure: [{ name: 'on', type: 'goto', stepId: 'b', criteria: [{ condition: '$statusCode == null' }] }],
          }),
          getThing('b'),
        ),
      ],
    },
    // A 429 makes the client pause before it sends the request again.
    ({ path }) => (path.endsWith('slow') ? { status: 429, body: {}, headers: { 'retry-after': '30' } } : undefined),
  );
  expect(outcomes).toEqual(['slow handled', 'b passed']);
  expect(report.steps[0]?.reason).toBe("No answer within the step's timeout of 30 ms");
});

test('restoreState restores a retry within a retry and the inputs after a goto', () => {
  const source = describeStub({ workflows: [flow(getThing('a'), getThing('b'), getThing('c'))] });
  const { plan } = checkWorkflow(source, 'flow');
  const frame = { ...newFrame(plan.entry.key, { given: 'own' }, { purpose: 'main', path: [] }), gotoCount: 1 };
  const [outer, inner] = [newAttempt(), newAttempt()];
  outer.retries.set('again', 2);
  frame.resumePoint = { at: 1, attempt: inner, resumePoint: { at: 0, attempt: outer } };
  const hidden = new HiddenValues(new SecretValues(), []);
  const state = dumpState({ frames: [frame], finished: new Map() }, { plan, hidden, inputs: {} });
  const dumped = JSON.parse(JSON.stringify(state));
  const { frames } = restoreState(dumped, plan, { given: 'of the run' });
  expect(frames[0]).toEqual(frame);
  const { gotoCount: _, ...asked } = dumped.frames[0];
  expect(restoreState({ ...dumped, frames: [asked] }, plan, { given: 'of the run' }).frames[0]?.inputs).toEqual({
    given: 'of the run',
  });
  const moved = { ...dumped, frames: [{ ...asked, stepId: 'gone' }] };
  expect(() => restoreState(moved, plan, {})).toThrow(
    'The run stopped at step "gone" of workflow "flow", which no longer exists',
  );
});
