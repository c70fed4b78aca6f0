import { expect, test } from '@playwright/test';
import type {
  ArazzoWorkflow,
  Criterion,
  FailureAction,
  SuccessAction,
} from '../../harness/workflow/arazzo/document.ts';
import { type DocumentParts, getThing, runStub } from './stub-api.ts';

const on = (status: number): { criteria: Criterion[] } => ({ criteria: [{ condition: `$statusCode == ${status}` }] });
const goto = (stepId: string, more: object = {}): SuccessAction & FailureAction => ({
  name: `to-${stepId}`,
  type: 'goto',
  stepId,
  ...more,
});
const end = (more: object = {}): SuccessAction & FailureAction => ({ name: 'end', type: 'end', ...more });
const flow = (steps: ArazzoWorkflow['steps'], more: Partial<ArazzoWorkflow> = {}): ArazzoWorkflow => ({
  workflowId: 'flow',
  steps,
  ...more,
});

interface Case extends Partial<DocumentParts> {
  readonly what: string;
  readonly flow: ArazzoWorkflow;
  /** The things that were asked for, in order. */
  readonly sent: string;
  readonly outcomes: string;
  readonly outcome: 'passed' | 'failed';
}

const cases: Case[] = [
  {
    what: 'without actions the next step follows, and the last one ends the workflow',
    flow: flow([getThing('a'), getThing('b')]),
    sent: 'a b',
    outcomes: 'a passed, b passed',
    outcome: 'passed',
  },
  {
    what: 'without failure actions a failure breaks and returns',
    flow: flow([getThing('bad'), getThing('b')]),
    sent: 'bad',
    outcomes: 'bad failed',
    outcome: 'failed',
  },
  {
    what: 'goto on success passes over what is between',
    flow: flow([getThing('a', { onSuccess: [goto('c', on(200))] }), getThing('b'), getThing('c')]),
    sent: 'a c',
    outcomes: 'a passed, c passed',
    outcome: 'passed',
  },
  {
    what: 'a success action whose criteria do not hold is passed over',
    flow: flow([getThing('a', { onSuccess: [goto('c', on(201))] }), getThing('b'), getThing('c')]),
    sent: 'a b c',
    outcomes: 'a passed, b passed, c passed',
    outcome: 'passed',
  },
  {
    what: 'of several success actions the first whose criteria all hold is taken',
    flow: flow([
      getThing('a', {
        onSuccess: [
          goto('b', { criteria: [...on(200).criteria, ...on(201).criteria] }),
          goto('d', on(200)),
          goto('c', on(200)),
        ],
      }),
      getThing('b'),
      getThing('c'),
      getThing('d'),
    ]),
    sent: 'a d',
    outcomes: 'a passed, d passed',
    outcome: 'passed',
  },
  {
    what: 'end on success ends the workflow, which passed',
    flow: flow([getThing('a', { onSuccess: [end(on(200))] }), getThing('b')]),
    sent: 'a',
    outcomes: 'a passed',
    outcome: 'passed',
  },
  {
    what: 'goto on failure goes on elsewhere, and the failure counts as handled',
    flow: flow([getThing('bad', { onFailure: [goto('c')] }), getThing('b'), getThing('c')]),
    sent: 'bad c',
    outcomes: 'bad handled, c passed',
    outcome: 'passed',
  },
  {
    what: 'end after a failure ends the workflow, which failed',
    flow: flow([getThing('bad', { onFailure: [end(), goto('b')] }), getThing('b')]),
    sent: 'bad',
    outcomes: 'bad failed',
    outcome: 'failed',
  },
  {
    what: 'a failure action whose criteria do not hold is passed over, and without another the workflow ends',
    flow: flow([getThing('bad', { onFailure: [goto('b', on(404))] }), getThing('b')]),
    sent: 'bad',
    outcomes: 'bad failed',
    outcome: 'failed',
  },
  {
    what: 'actions of the workflow hold for every step, after those of the step',
    flow: flow([getThing('bad', { onFailure: [goto('b', on(404))] }), getThing('b'), getThing('c')], {
      failureActions: [goto('c', { name: 'all' })],
    }),
    sent: 'bad c',
    outcomes: 'bad handled, c passed',
    outcome: 'passed',
  },
  {
    what: 'an action of the workflow does not hold for the step that it leads to',
    flow: flow([getThing('a'), getThing('b-bad')], { failureActions: [goto('b-bad')] }),
    sent: 'a b-bad',
    outcomes: 'a passed, b-bad failed',
    outcome: 'failed',
  },
  {
    what: "a step's action overrules the workflow's of the same name",
    flow: flow(
      [
        getThing('a'),
        getThing('b', { onSuccess: [goto('d', { name: 'same', ...on(200) })] }),
        getThing('c'),
        getThing('d'),
      ],
      {
        successActions: [{ name: 'same', type: 'end', criteria: [{ condition: "$request.path.id == 'b'" }] }],
      },
    ),
    sent: 'a b d',
    outcomes: 'a passed, b passed, d passed',
    outcome: 'passed',
  },
  {
    what: "a step's action comes before the workflow's, although both hold",
    flow: flow([getThing('a', { onSuccess: [goto('c', { name: 'own', ...on(200) })] }), getThing('b'), getThing('c')], {
      successActions: [{ name: 'all', type: 'end', criteria: [{ condition: "$request.path.id == 'a'" }] }],
    }),
    sent: 'a c',
    outcomes: 'a passed, c passed',
    outcome: 'passed',
  },
  {
    what: 'actions of the components stand for themselves',
    flow: flow(
      [
        getThing('bad', { onFailure: [{ reference: '$components.failureActions.on.bad' }] }),
        getThing('b'),
        getThing('c'),
      ],
      { successActions: [{ reference: '$components.successActions.enough' }] },
    ),
    components: {
      failureActions: { 'on.bad': goto('c') },
      successActions: { enough: end({ criteria: [{ condition: "$request.path.id == 'c'" }] }) },
    },
    sent: 'bad c',
    outcomes: 'bad handled, c passed',
    outcome: 'passed',
  },
  {
    what: 'criteria of actions see outputs of the step itself',
    flow: flow([
      getThing('a', {
        outputs: { method: '$method' },
        onSuccess: [goto('c', { criteria: [{ condition: "$steps.a.outputs.method == 'GET'" }] })],
      }),
      getThing('b'),
      getThing('c'),
    ]),
    sent: 'a c',
    outcomes: 'a passed, c passed',
    outcome: 'passed',
  },
  {
    what: 'a step without criteria fails at status 400 and above, also when its list of criteria is empty',
    flow: flow([
      getThing('bad', { onFailure: [goto('b')] }),
      getThing('b', { parameters: [{ name: 'id', in: 'path', value: 'also-bad' }], successCriteria: [] }),
    ]),
    sent: 'bad also-bad',
    outcomes: 'bad handled, b failed',
    outcome: 'failed',
  },
  {
    what: 'a step with criteria takes any status that they allow',
    flow: flow([getThing('bad', { successCriteria: on(500).criteria }), getThing('b')]),
    sent: 'bad b',
    outcomes: 'bad passed, b passed',
    outcome: 'passed',
  },
  {
    what: 'all success criteria have to hold',
    flow: flow([getThing('a', { successCriteria: [...on(200).criteria, ...on(201).criteria] })]),
    sent: 'a',
    outcomes: 'a failed',
    outcome: 'failed',
  },
];
for (const { what, flow: workflow, components, ...wanted } of cases) {
  test(`runWorkflow: ${what}`, async () => {
    const { report, requests, outcomes } = await runStub({
      workflows: [workflow],
      ...(components ? { components } : {}),
    });
    const sent = requests.map(({ path }) => path.replace('/things/', '')).join(' ');
    expect({ sent, outcomes: outcomes.join(', '), outcome: report.outcome }).toEqual(wanted);
  });
}

test('runWorkflow follows a goto to a workflow one way, with inputs of the same name', async () => {
  const second: ArazzoWorkflow = {
    workflowId: 'second',
    inputs: { type: 'object', properties: { given: {}, shared: {}, preset: { default: 'p' } } },
    steps: [getThing('{$inputs.given}-{$inputs.shared}-{$inputs.preset}', { stepId: 'told' })],
  };
  const { sent, outcomes } = await runStub(
    {
      workflows: [
        flow(
          [
            getThing('a', {
              outputs: { url: '$statusCode' },
              onSuccess: [
                {
                  name: 'on',
                  type: 'goto',
                  workflowId: 'second',
                  criteria: on(200).criteria,
                  parameters: [{ name: 'given', value: '$steps.a.outputs.url' }],
                },
              ],
            }),
            getThing('b'),
          ],
          { inputs: { type: 'object', properties: { shared: {}, given: {} } } },
        ),
        second,
      ],
    },
    undefined,
    { inputs: { shared: 's', given: 'not this' } },
  );
  expect(sent).toEqual(['GET /things/a', 'GET /things/200-s-p']);
  expect(outcomes).toEqual(['a passed', 'told passed']);
});

test('runWorkflow returns from a goto in a called workflow with the second’s outputs', async () => {
  const { sent, outcomes } = await runStub({
    workflows: [
      flow([
        { stepId: 'call', workflowId: 'first', parameters: [{ name: 'word', value: 'w' }] },
        getThing('$steps.call.outputs.word', { stepId: 'after' }),
      ]),
      {
        workflowId: 'first',
        inputs: { type: 'object', properties: { word: {} } },
        outputs: { word: '$inputs.word' },
        steps: [getThing('a', { onSuccess: [{ name: 'on', type: 'goto', workflowId: 'second' }] })],
      },
      {
        workflowId: 'second',
        inputs: { type: 'object', properties: { word: {} } },
        steps: [getThing('{$inputs.word}2', { stepId: 'b', outputs: { id: '$request.path.id' } })],
        outputs: { word: '$steps.b.outputs.id' },
      },
    ],
  });
  expect(sent, 'the outputs that the step has are those of the workflow that ended').toEqual([
    'GET /things/a',
    'GET /things/w2',
    'GET /things/w2',
  ]);
  expect(outcomes).toEqual(['call/a passed', 'call/b passed', 'call passed', 'after passed']);
});

test('runWorkflow stops an endless loop after 1000 visits with a reason', async () => {
  const loop = flow([getThing('a', { onSuccess: [goto('a', on(200))] }), getThing('b')]);
  const { report, sent } = await runStub({ workflows: [loop] });
  expect(sent).toHaveLength(1_000);
  expect(report.outcome).toBe('stopped');
  expect(report.stopped?.message).toBe(
    'Step "a" was begun more than 1000 times: the workflow loops without an end (limit stepVisits)',
  );
});

test('runWorkflow: workflows that go to each other for ever stop as well', async () => {
  const to = (workflowId: string): SuccessAction => ({ name: 'on', type: 'goto', workflowId, ...on(200) });
  const { report, sent } = await runStub({
    workflows: [
      flow([getThing('a', { onSuccess: [to('other')] })]),
      { workflowId: 'other', steps: [getThing('b', { onSuccess: [to('flow')] })] },
    ],
  });
  expect(sent).toHaveLength(1_001);
  expect(report.stopped?.message).toBe(
    'Action "on" was taken more than 1000 times: the workflow loops without an end (limit stepVisits)',
  );
});
