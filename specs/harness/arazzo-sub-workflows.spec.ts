import { expect, test } from '@playwright/test';
import type { ArazzoWorkflow } from '../../harness/workflow/arazzo/document.ts';
import { describeStub, getThing, runStub } from './stub-api.ts';

const names = (...known: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(known.map((name) => [name, {}])),
});
const pathsOf = (sent: readonly string[]) => sent.map((line) => line.replace('GET /things/', '')).join(' ');

/** Asks for the thing that it is given, and has its id as output. */
const echo: ArazzoWorkflow = {
  workflowId: 'echo',
  inputs: names('word', 'other'),
  steps: [getThing('{$inputs.word}', { stepId: 'ask', outputs: { id: '$request.path.id' } })],
  outputs: { said: '$steps.ask.outputs.id', status: '$steps.ask.outputs.id' },
};

test('runWorkflow calls a workflow with parameters, and the step has its outputs', async () => {
  const { sent, outcomes } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        steps: [
          {
            stepId: 'call',
            workflowId: 'echo',
            parameters: [{ name: 'word', value: 'hello' }],
            outputs: { again: '$outputs.said' },
            successCriteria: [{ condition: "$outputs.said == 'hello'" }],
          },
          getThing('{$steps.call.outputs.again}-{$steps.call.outputs.said}', { stepId: 'after' }),
        ],
      },
      echo,
    ],
  });
  expect(pathsOf(sent)).toBe('hello hello-hello');
  expect(outcomes).toEqual(['call/ask passed', 'call passed', 'after passed']);
});

test('runWorkflow fails a step with a called workflow if its own criteria are not met', async () => {
  const { outcomes, report } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        steps: [
          {
            stepId: 'call',
            workflowId: 'echo',
            parameters: [{ name: 'word', value: 'hello' }],
            successCriteria: [{ condition: "$outputs.said == 'bye'" }],
          },
        ],
      },
      echo,
    ],
  });
  expect(outcomes).toEqual(['call/ask passed', 'call failed']);
  expect(report.steps[1]?.reason).toBe("Expected $outputs.said == 'bye' ($outputs.said is hello)");
});

test('runWorkflow: a called workflow has only the inputs that the step gives', async () => {
  const called = { ...echo, inputs: { type: 'object', properties: { word: { default: 'its own' }, other: {} } } };
  const main = { workflowId: 'main', inputs: names('word'), steps: [{ stepId: 'call', workflowId: 'echo' }] };
  const { sent } = await runStub({ workflows: [main, called] }, undefined, { inputs: { word: 'of the caller' } });
  expect(pathsOf(sent)).toBe('its%20own');
});

test('runWorkflow: a run stops where a called workflow cannot take what the step gives', async () => {
  const called = { ...echo, inputs: { type: 'object', properties: { word: { type: 'integer' }, other: {} } } };
  const call = { stepId: 'call', workflowId: 'echo', parameters: [{ name: 'word', value: '$steps.a.outputs.id' }] };
  const { outcomes, report } = await runStub({
    workflows: [{ workflowId: 'main', steps: [getThing('a', { outputs: { id: '$request.path.id' } }), call] }, called],
  });
  expect(report.outcome).toBe('stopped');
  expect(outcomes).toEqual(['a passed', 'call failed']);
  expect(report.stopped?.message).toBe('Cannot call the workflow "echo": Input "word" must be integer');
});

test('runWorkflow fails the step of a failed workflow and applies its failure actions', async () => {
  const { outcomes, report } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        steps: [
          {
            stepId: 'call',
            workflowId: 'echo',
            parameters: [{ name: 'word', value: 'bad' }],
            onFailure: [{ name: 'on', type: 'goto', stepId: 'c' }],
          },
          getThing('b'),
          getThing('c'),
        ],
      },
      echo,
    ],
  });
  expect(outcomes).toEqual(['call/ask handled', 'call handled', 'c passed']);
  expect(report.outcome).toBe('passed');
});

test('runWorkflow returns to the caller at an end action, with the outputs so far', async () => {
  const { sent } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        steps: [
          { stepId: 'call', workflowId: 'early', outputs: { early: '$outputs.early' } },
          getThing('{$steps.call.outputs.early}', {
            stepId: 'after',
            parameters: [{ name: 'id', in: 'path', value: '$steps.call.outputs.early' }],
          }),
        ],
      },
      {
        workflowId: 'early',
        steps: [
          getThing('a', {
            outputs: { id: '$request.path.id' },
            onSuccess: [{ name: 'end', type: 'end', criteria: [{ condition: '$statusCode == 200' }] }],
          }),
          getThing('b', { outputs: { id: '$request.path.id' } }),
        ],
        outputs: { early: '$steps.a.outputs.id', late: '$steps.b.outputs.id' },
      },
    ],
  });
  expect(pathsOf(sent)).toBe('a a');
});

test('runWorkflow calls a workflow of another document with its own sources', async () => {
  const other = describeStub({
    workflows: [
      {
        workflowId: 'far',
        inputs: names('word'),
        outputs: { said: '$steps.ask.outputs.id' },
        steps: [
          getThing('', {
            stepId: 'ask',
            outputs: { id: '$request.path.id' },
            parameters: [{ reference: '$components.parameters.id', value: '{$inputs.word}-far' }],
          }),
        ],
      },
    ],
    components: { parameters: { id: { name: 'id', in: 'path', value: 'unused' } } },
  });
  const { sent, outcomes } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        steps: [
          {
            stepId: 'call',
            workflowId: '$sourceDescriptions.others.far',
            parameters: [{ name: 'word', value: 'w' }],
          },
          getThing('$steps.call.outputs.said', { stepId: 'after' }),
        ],
      },
    ],
    others: { others: other },
    components: { parameters: { id: { name: 'id', in: 'path', value: 'not these' } } },
  });
  expect(pathsOf(sent)).toBe('w-far w-far');
  expect(outcomes).toEqual(['call/ask passed', 'call passed', 'after passed']);
});

const leaf = (workflowId: string, ...dependsOn: string[]): ArazzoWorkflow => ({
  workflowId,
  inputs: names('word'),
  steps: [getThing(workflowId, { outputs: { id: '$request.path.id' } })],
  outputs: { [workflowId]: `$steps.${workflowId}.outputs.id` },
  dependsOn,
});

test('runWorkflow runs each dependency once, also for several dependents', async () => {
  const main: ArazzoWorkflow = {
    workflowId: 'main',
    dependsOn: ['left', 'right'],
    steps: [getThing('{$workflows.left.outputs.left}-{$workflows.base.outputs.base}', { stepId: 'told' })],
  };
  const { sent, outcomes } = await runStub({
    workflows: [main, leaf('base'), leaf('left', 'base'), leaf('right', 'base')],
  });
  expect(pathsOf(sent)).toBe('base left right left-base');
  expect(outcomes).toEqual(['left/base/base passed', 'left/left passed', 'right/right passed', 'told passed']);
});

test('runWorkflow passes matching inputs to a dependency, and $workflows reads them', async () => {
  const base: ArazzoWorkflow = {
    workflowId: 'base',
    inputs: names('word', 'unknown'),
    steps: [getThing('{$inputs.word}-1', { stepId: 'first' })],
  };
  const main: ArazzoWorkflow = {
    workflowId: 'main',
    inputs: names('word', 'mine'),
    dependsOn: ['base'],
    steps: [getThing('{$workflows.base.inputs.word}-{$workflows.main.inputs.mine}', { stepId: 'told' })],
  };
  const { sent } = await runStub({ workflows: [main, base] }, undefined, { inputs: { word: 'w', mine: 'm' } });
  expect(pathsOf(sent)).toBe('w-1 w-m');
});

test('runWorkflow: a workflow is not begun when one that it depends on failed', async () => {
  const { outcomes, report } = await runStub({
    workflows: [
      { workflowId: 'main', dependsOn: ['base'], steps: [getThing('a')] },
      { workflowId: 'base', steps: [getThing('bad')] },
    ],
  });
  expect(outcomes).toEqual(['base/bad failed']);
  expect(report.outcome).toBe('failed');
});

test('runWorkflow runs a failed workflow again before one that depends on it', async () => {
  let calls = 0;
  const { outcomes } = await runStub(
    {
      workflows: [
        {
          workflowId: 'main',
          steps: [
            { stepId: 'first', workflowId: 'base', onFailure: [{ name: 'on', type: 'goto', stepId: 'second' }] },
            { stepId: 'second', workflowId: 'next' },
          ],
        },
        { workflowId: 'next', dependsOn: ['base'], steps: [getThing('n')] },
        { workflowId: 'base', steps: [getThing('b')] },
      ],
    },
    ({ path }) => (path.endsWith('b') && calls++ === 0 ? { status: 500, body: {} } : undefined),
  );
  expect(outcomes).toEqual([
    'first/b handled',
    'first handled',
    'second/base/b passed',
    'second/n passed',
    'second passed',
  ]);
});

test('runWorkflow: dependsOn of a workflow of another document', async () => {
  const other = describeStub({ workflows: [leaf('far')] });
  const { sent } = await runStub({
    workflows: [{ workflowId: 'main', dependsOn: ['$sourceDescriptions.others.far'], steps: [getThing('a')] }],
    others: { others: other },
  });
  expect(pathsOf(sent)).toBe('far a');
});

test('runWorkflow: $outputs is what the workflow has put out so far', async () => {
  const { sent } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        outputs: { first: '$steps.a.outputs.id' },
        steps: [getThing('a', { outputs: { id: '$request.path.id' } }), getThing('$outputs.first', { stepId: 'told' })],
      },
    ],
  });
  expect(pathsOf(sent)).toBe('a a');
});

test('runWorkflow: $workflows of a called workflow has what it was last called with', async () => {
  const call = (stepId: string, word: string) => ({
    stepId,
    workflowId: 'echo',
    parameters: [{ name: 'word', value: word }],
  });
  const { sent } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        steps: [
          call('one', 'x'),
          call('two', 'y'),
          getThing('{$workflows.echo.inputs.word}-{$workflows.echo.outputs.said}', { stepId: 'told' }),
        ],
      },
      echo,
    ],
  });
  expect(pathsOf(sent)).toBe('x y y-y');
});

const inputs: [what: string, schema: object, given: object, told: string][] = [
  ['a missing input', { required: ['a'] }, {}, 'Input "a" is missing'],
  ['a wrong type', { properties: { a: { type: 'integer' } } }, { a: 'x' }, 'Input "a" must be integer'],
  [
    'a value behind a $ref into the components',
    { properties: { a: { $ref: '#/components/inputs/kind' } } },
    { a: 'z' },
    'Input "a" must be equal to one of the allowed values: x, y',
  ],
  ['an input that is not known', { properties: {}, additionalProperties: false }, { b: 1 }, 'Input "b" is not known'],
  ['a whole schema behind a $ref', { $ref: '#/components/inputs/whole' }, {}, 'Input "kind" is missing'],
];
for (const [what, schema, given, told] of inputs) {
  test(`runWorkflow refuses ${what} before anything is sent`, async () => {
    const running = runStub(
      {
        workflows: [{ workflowId: 'main', inputs: { type: 'object', ...schema }, steps: [getThing('a')] }],
        components: { inputs: { kind: { enum: ['x', 'y'] }, whole: { type: 'object', required: ['kind'] } } },
      },
      undefined,
      { inputs: { ...given } },
    );
    await expect(running).rejects.toThrow(`Workflow "main" has invalid inputs:\n  ${told}`);
  });
}

test('runWorkflow fills in the defaults of inputs, also behind a $ref', async () => {
  const { sent } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        inputs: { $ref: '#/components/inputs/whole' },
        steps: [getThing('{$inputs.kind}', { stepId: 'a' })],
      },
    ],
    components: { inputs: { whole: { type: 'object', properties: { kind: { default: 'd' } } } } },
  });
  expect(pathsOf(sent)).toBe('d');
});
