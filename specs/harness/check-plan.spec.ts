import { expect, test } from '@playwright/test';
import { checkWorkflow } from '../../harness/workflow/arazzo/check/check-plan.ts';
import type {
  ArazzoStep,
  ArazzoWorkflow,
  FailureAction,
  SuccessAction,
} from '../../harness/workflow/arazzo/document.ts';
import { type DocumentParts, describeStub, getThing } from './stub-api.ts';

const at = (pointer: string) => ({ file: pointer, line: 1, column: 1 });

/** Returns every problem of the first workflow: the pointer that was located, and the sentence. */
function problemsOf(parts: DocumentParts): string[][] {
  const source = describeStub({ locate: at, ...parts });
  const { problems } = checkWorkflow(source, source.document.workflows[0]?.workflowId ?? '');
  return problems.map(({ message, location }) => [location?.file ?? 'nowhere', message]);
}

const flow = (steps: readonly ArazzoStep[], more: Partial<ArazzoWorkflow> = {}): ArazzoWorkflow => ({
  workflowId: 'flow',
  inputs: { type: 'object', properties: { known: {} } },
  steps,
  ...more,
});
const list = (stepId: string, step: object = {}): ArazzoStep => ({ stepId, operationId: 'listThings', ...step });
const query = (value: unknown) => ({ parameters: [{ name: 'q', in: 'query' as const, value }] });
const when = { criteria: [{ condition: '$statusCode == 200' }] };
const goto = (stepId: string, more: object = {}): SuccessAction & FailureAction => ({
  name: `to-${stepId}`,
  type: 'goto',
  stepId,
  ...more,
});
const other: ArazzoWorkflow = {
  workflowId: 'other',
  inputs: { type: 'object', properties: { word: {} } },
  steps: [list('o', { outputs: { id: '$response.body#/id' } })],
  outputs: { said: '$steps.o.outputs.id' },
};

type Broken = readonly [what: string, workflow: ArazzoWorkflow, ...problems: [pointer: string, message: string][]];
const step = '/workflows/0/steps/0';

const broken: Broken[] = [
  // A call
  [
    'a query parameter that the operation does not have',
    flow([list('a', { parameters: [{ name: 'pagee', in: 'query', value: 1 }] })]),
    [
      `${step}/parameters/0`,
      'Step "a" passes the query parameter "pagee", which api.listThings does not have; did you mean "page"?',
    ],
  ],
  [
    'an unknown operation',
    flow([list('a', { operationId: 'nope' })]),
    [`${step}/operationId`, 'Step "a" calls "nope", which no source has'],
  ],
  [
    'an unknown operation of a source',
    flow([list('a', { operationId: '$sourceDescriptions.api.nope' })]),
    [`${step}/operationId`, 'Step "a" calls "$sourceDescriptions.api.nope", which the source does not have'],
  ],
  [
    'an operation of an unknown source',
    flow([list('a', { operationId: '$sourceDescriptions.nope.listThings' })]),
    [
      `${step}/operationId`,
      'Step "a" calls "$sourceDescriptions.nope.listThings", but "nope" is not a source of type openapi',
    ],
  ],
  [
    'an operation of a source that has workflows',
    flow([list('a', { operationId: '$sourceDescriptions.docs.far' })]),
    [
      `${step}/operationId`,
      'Step "a" calls "$sourceDescriptions.docs.far", but "docs" is not a source of type openapi',
    ],
  ],
  ['a step that calls nothing', flow([{ stepId: 'a' }]), [`${step}/operationPath`, 'Step "a" calls nothing']],
  [
    'an operationPath without a source',
    flow([{ stepId: 'a', operationPath: '#/paths/~1things/get' }]),
    [
      `${step}/operationPath`,
      'Step "a" has the operationPath "#/paths/~1things/get"; expected {$sourceDescriptions.NAME.url}#/paths/~1path/method',
    ],
  ],
  [
    'an operationPath to what is not there',
    flow([{ stepId: 'a', operationPath: '{$sourceDescriptions.api.url}#/paths/~1things/delete' }]),
    [`${step}/operationPath`, 'Step "a" calls DELETE /things, which "api" does not have'],
  ],
  [
    'an unknown workflow',
    flow([{ stepId: 'a', workflowId: 'nope' }]),
    [`${step}/workflowId`, 'There is no workflow "nope"; expected one of: flow'],
  ],
  [
    'an unknown workflow of another document',
    flow([{ stepId: 'a', workflowId: '$sourceDescriptions.docs.nope' }]),
    [`${step}/workflowId`, 'There is no workflow "nope"; expected one of: far'],
  ],
  [
    'a workflow of a source that has operations',
    flow([{ stepId: 'a', workflowId: '$sourceDescriptions.api.far' }]),
    [`${step}/workflowId`, '"$sourceDescriptions.api.far" does not name a source of type arazzo'],
  ],
  [
    'an unknown workflow in dependsOn',
    flow([list('a')], { dependsOn: ['nope'] }),
    ['/workflows/0/dependsOn/0', 'There is no workflow "nope"; expected one of: flow'],
  ],
  [
    'a step id twice',
    flow([list('a'), list('a')]),
    ['/workflows/0/steps/1/stepId', 'Step "a" has the id of an earlier step'],
  ],

  // Lists and what they refer to
  [
    'a reusable that is not there',
    flow([list('a', { parameters: [{ reference: '$components.parameters.nope' }] })]),
    [
      `${step}/parameters/0/reference`,
      '"$components.parameters.nope" is not in components/parameters; expected one of: odd, round',
    ],
  ],
  [
    'a reusable of another group',
    flow([list('a', { onFailure: [{ reference: '$components.parameters.odd' }] })]),
    [
      `${step}/onFailure/0/reference`,
      '"$components.parameters.odd" is not in components/failureActions; expected one of: none',
    ],
  ],
  [
    'a parameter twice',
    flow([
      list('a', {
        parameters: [
          { name: 'X-A', in: 'header', value: 1 },
          { name: 'x-a', in: 'header', value: 2 },
        ],
      }),
    ]),
    [`${step}/parameters/1`, 'The list has "x-a" twice'],
  ],
  [
    'an action twice',
    flow([
      list('a', {
        onSuccess: [
          { name: 'e', type: 'end', ...when },
          { name: 'e', type: 'end' },
        ],
      }),
    ]),
    [`${step}/onSuccess/1`, 'The list has "e" twice'],
  ],
  [
    'a path parameter that is missing',
    flow([getThing('a', { parameters: [] })]),
    [step, 'Step "a" has no path parameter "id", which /things/{id} requires'],
  ],
  [
    'a path parameter that the path does not have',
    flow([list('a', { parameters: [{ name: 'id', in: 'path', value: 1 }] })]),
    [`${step}/parameters/0`, 'Step "a" passes the path parameter "id", which /things does not have'],
  ],
  [
    'a parameter without a place',
    flow([list('a', { parameters: [{ name: 'q', value: 1 }] })]),
    [
      `${step}/parameters/0`,
      'Step "a" passes the parameter "q" without "in": expected one of path, query, header, cookie',
    ],
  ],
  [
    'a place of a parameter that is not known here',
    flow([list('a', { parameters: [{ name: 'q', in: 'querystring', value: 'a=b' }] })]),
    [
      `${step}/parameters/0`,
      'Step "a" passes the parameter "q" in "querystring": expected one of path, query, header, cookie',
    ],
  ],
  [
    'a body for a workflow',
    flow([{ stepId: 'a', workflowId: '$sourceDescriptions.docs.far', requestBody: { payload: 1 }, timeout: 5 }]),
    [`${step}/requestBody`, 'Step "a" calls a workflow, which does not take "requestBody"'],
    [`${step}/timeout`, 'Step "a" calls a workflow, which does not take "timeout"'],
  ],

  // Expressions
  [
    'an unknown step',
    flow([list('a', query('$steps.nope.outputs.x'))]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$steps.nope.outputs.x": there is no step "nope"'],
  ],
  [
    'an unknown output of a step',
    flow([list('a', { outputs: { id: '$response.body#/id' } }), list('b', query('{$steps.a.outputs.nope}'))]),
    [
      '/workflows/0/steps/1/parameters/0/value',
      'Cannot resolve "$steps.a.outputs.nope": step "a" has no output "nope"; expected one of: id',
    ],
  ],
  [
    'an unknown input',
    flow([list('a', { requestBody: { payload: { 'x/y': [{ z: '$inputs.nope' }] } } })]),
    [
      `${step}/requestBody/payload/x~1y/0/z`,
      'Cannot resolve "$inputs.nope": the workflow has no input "nope"; expected one of: known',
    ],
  ],
  [
    'an unknown output of the workflow',
    flow([list('a', query('$outputs.nope'))]),
    [
      `${step}/parameters/0/value`,
      'Cannot resolve "$outputs.nope": the workflow has no output "nope"; expected one of: none',
    ],
  ],
  [
    'an unknown workflow in an expression',
    flow([list('a', query('$workflows.nope.outputs.x'))]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$workflows.nope.outputs.x": there is no workflow "nope"'],
  ],
  [
    'an unknown source in an expression',
    flow([list('a', query('$sourceDescriptions.nope.url'))]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$sourceDescriptions.nope.url": there is no source "nope"'],
  ],
  [
    'an unknown field of a source',
    flow([list('a', query('$sourceDescriptions.api.toString'))]),
    [
      `${step}/parameters/0/value`,
      'Cannot resolve "$sourceDescriptions.api.toString": the source has no field "toString"',
    ],
  ],
  [
    'a parameter of the components that is not there',
    flow([list('a', query('$components.parameters.nope'))]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$components.parameters.nope": components/parameters has no "nope"'],
  ],
  [
    'a parameter of the components that leads to itself',
    flow([list('a', query('$components.parameters.round'))]),
    [
      `${step}/parameters/0/value`,
      'Cannot resolve "$components.parameters.round": it refers to itself: round -> round',
    ],
  ],
  [
    'a parameter of the components that cannot resolve',
    flow([list('a', query('$components.parameters.odd'))]),
    [
      `${step}/parameters/0/value`,
      'Cannot resolve "$components.parameters.odd": the workflow has no input "odd"; expected one of: known',
    ],
  ],
  [
    'an action as a value',
    flow([list('a', query('$components.successActions.x'))]),
    [
      `${step}/parameters/0/value`,
      'Cannot resolve "$components.successActions.x": components/successActions have no value',
    ],
  ],
  [
    'the same parameter of the components, where it is written',
    flow([
      list('a', { parameters: [{ reference: '$components.parameters.odd' }] }),
      list('b', { parameters: [{ reference: '$components.parameters.odd' }] }),
    ]),
    [
      '/components/parameters/odd/value',
      'Cannot resolve "$inputs.odd": the workflow has no input "odd"; expected one of: known',
    ],
  ],
  [
    'a parameter of the workflow, once and where it is written',
    flow([list('a'), list('b')], query('$inputs.nope')),
    [
      '/workflows/0/parameters/0/value',
      'Cannot resolve "$inputs.nope": the workflow has no input "nope"; expected one of: known',
    ],
  ],
  [
    'a step that runs later',
    flow([list('a', query('$steps.b.outputs.id')), list('b', { outputs: { id: '$response.body' } })]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$steps.b.outputs.id": step "b" does not run before'],
  ],
  [
    'a step that runs later although actions lead forward',
    flow([
      list('a', { ...query('$steps.c.outputs.id'), onSuccess: [goto('b', when), goto('c')] }),
      list('b'),
      list('c', { outputs: { id: '$response.body' } }),
    ]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$steps.c.outputs.id": step "c" does not run before'],
  ],
  [
    'the own output before the step is sent',
    flow([list('a', { ...query('$steps.a.outputs.id'), outputs: { id: '$response.body' } })]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$steps.a.outputs.id": step "a" does not run before'],
  ],
  [
    'the answer before the step is sent',
    flow([list('a', query('$response.body'))]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$response.body": there is no exchange yet'],
  ],
  [
    'the answer in the outputs of the workflow',
    flow([list('a')], { outputs: { status: '$statusCode' } }),
    ['/workflows/0/outputs/status', 'Cannot resolve "$statusCode": there is no exchange yet'],
  ],
  [
    'the answer of a step that calls a workflow',
    flow([{ stepId: 'a', workflowId: '$sourceDescriptions.docs.far', successCriteria: when.criteria }]),
    [
      `${step}/successCriteria/0/condition`,
      'Cannot resolve "$statusCode": the step calls a workflow, which has no exchange',
    ],
  ],
  [
    'an output that is no expression',
    flow([list('a', { outputs: { id: 'id' } })]),
    [`${step}/outputs/id`, 'Output "id" is "id", which is not a runtime expression'],
  ],
  [
    'an output that is no Selector Object',
    flow([list('a', { outputs: { id: { context: 'x', selector: '$', type: 'jsonpath' } } })]),
    [`${step}/outputs/id`, 'Output "id" is neither a runtime expression nor a Selector Object'],
  ],
  [
    'a text that looks like an expression',
    flow([list('a', { requestBody: { payload: ['$response.bdy'] } })]),
    [`${step}/requestBody/payload/0`, '"$response.bdy" looks like a runtime expression but is not valid'],
  ],
  [
    'an embedded text that looks like one',
    flow([list('a', query('x {$input.known}'))]),
    [`${step}/parameters/0/value`, '"$input.known" looks like a runtime expression but is not valid'],
  ],
  [
    'credentials in an output, a criterion and a parameter',
    flow([
      list('a', {
        ...query('{$request.header.Authorization}'),
        outputs: { token: '$request.header.authorization', session: '$response.header.set-cookie' },
        successCriteria: [{ condition: "$request.header.cookie != ''" }],
      }),
    ]),
    [`${step}/parameters/0/value`, 'Cannot resolve "$request.header.Authorization": credentials are not passed on'],
    [`${step}/successCriteria/0/condition`, 'Cannot resolve "$request.header.cookie": credentials are not passed on'],
    [`${step}/outputs/token`, 'Cannot resolve "$request.header.authorization": credentials are not passed on'],
    [`${step}/outputs/session`, 'Cannot resolve "$response.header.set-cookie": credentials are not passed on'],
  ],
  [
    'a message of AsyncAPI',
    flow([list('a', { outputs: { id: '$message.payload#/id' } })]),
    [`${step}/outputs/id`, 'Output "id" is "$message.payload#/id", which is not a runtime expression'],
  ],

  // Criteria, selectors, replacements
  [
    'a condition that cannot be read',
    flow([list('a', { successCriteria: [{ condition: 'fine' }] })]),
    [
      `${step}/successCriteria/0/condition`,
      'Cannot read the condition "fine": "fine" is not an operand; put text in single quotes',
    ],
  ],
  [
    'the condition of an action, where it is written',
    flow([
      list('a', {
        onFailure: [
          { name: 'x', type: 'end', ...when },
          { name: 'y', type: 'end', criteria: [...when.criteria, { condition: '$inputs.nope' }] },
        ],
      }),
    ]),
    [
      `${step}/onFailure/1/criteria/1/condition`,
      'Cannot resolve "$inputs.nope": the workflow has no input "nope"; expected one of: known',
    ],
  ],
  [
    'the condition of an action of the workflow, once',
    flow([list('a'), list('b')], { failureActions: [{ name: 'x', type: 'end', criteria: [{ condition: '$a' }] }] }),
    [
      '/workflows/0/failureActions/0/criteria/0/condition',
      'Cannot read the condition "$a": "$a" is not a runtime expression',
    ],
  ],
  [
    'a regular expression that is none',
    flow([list('a', { successCriteria: [{ context: '$statusCode', condition: '(', type: 'regex' }] })]),
    [
      `${step}/successCriteria/0/condition`,
      '"(" is not an ECMAScript regular expression: Invalid regular expression: /(/: Unterminated group',
    ],
  ],
  [
    'a criterion without its context',
    flow([list('a', { successCriteria: [{ condition: '^2', type: 'regex' }] })]),
    [`${step}/successCriteria/0`, 'A criterion of type regex needs a context'],
  ],
  [
    'XPath',
    flow([
      list('a', {
        successCriteria: [{ context: '$response.body', condition: '/a', type: { type: 'xpath', version: 'xpath-30' } }],
      }),
    ]),
    [
      `${step}/successCriteria/0/condition`,
      'XPath is not supported, because COS uses JSON: write a JSONPath or a simple condition',
    ],
  ],
  [
    'a JSON pointer as a criterion',
    flow([list('a', { successCriteria: [{ context: '$response.body', condition: '/a', type: 'jsonpointer' }] })]),
    [
      `${step}/successCriteria/0/condition`,
      '"jsonpointer" is not a type of criterion: expected simple, regex or jsonpath',
    ],
  ],
  [
    'an unknown input in a pattern',
    flow([list('a', { successCriteria: [{ context: '$statusCode', condition: '({$inputs.nope})', type: 'regex' }] })]),
    [
      `${step}/successCriteria/0/condition`,
      'Cannot resolve "$inputs.nope": the workflow has no input "nope"; expected one of: known',
    ],
  ],
  [
    'a selector that cannot be used',
    flow([list('a', query({ context: '$inputs.nope', selector: '/a', type: 'xpath' }))]),
    [
      `${step}/parameters/0/value/context`,
      'Cannot resolve "$inputs.nope": the workflow has no input "nope"; expected one of: known',
    ],
    [
      `${step}/parameters/0/value/selector`,
      'XPath is not supported, because COS uses JSON: write "/a" as a JSONPath or a JSON pointer',
    ],
  ],
  [
    'a replacement without a place',
    flow([list('a', { requestBody: { payload: {}, replacements: [{ target: 'a', value: '$inputs.nope' }] } })]),
    [`${step}/requestBody/replacements/0/target`, '"a" is not a JSON pointer (RFC 6901)'],
    [
      `${step}/requestBody/replacements/0/value`,
      'Cannot resolve "$inputs.nope": the workflow has no input "nope"; expected one of: known',
    ],
  ],

  // Ways through a workflow
  [
    'an action to an unknown step',
    flow([list('a', { onFailure: [goto('nope')] })]),
    [
      `${step}/onFailure/0/stepId`,
      'Step "a": action "to-nope" names the step "nope", which the workflow does not have',
    ],
  ],
  [
    'an action that goes nowhere',
    flow([list('a', { onFailure: [{ name: 'on', type: 'goto' }] })]),
    [`${step}/onFailure/0`, 'Step "a": action "on" has no target: it names neither a stepId nor a workflowId'],
  ],
  [
    'an action to an unknown workflow',
    flow([list('a', { onSuccess: [{ name: 'on', type: 'goto', workflowId: 'nope' }] })]),
    [`${step}/onSuccess/0/workflowId`, 'There is no workflow "nope"; expected one of: flow'],
  ],
  [
    'a step that is never reached',
    flow([list('a', { onSuccess: [goto('c')] }), list('b'), list('c')]),
    ['/workflows/0/steps/1', 'Step "b" is never reached: every way before it leads elsewhere'],
  ],
  [
    'a loop without an end, told once',
    flow([list('a'), list('b'), list('c', { onSuccess: [goto('b')] })]),
    ['/workflows/0/steps/1', 'Step "b" begins a loop without an end: every way from it leads back'],
  ],
  [
    'a retry without an end',
    flow([list('a'), list('b', { onFailure: [goto('a')] })]),
    [
      '/workflows/0/steps/1/onFailure/0',
      'Step "b": action "to-a" is a retry without an end: it goes back as long as the step fails; use type: retry with a retryLimit',
    ],
  ],
  [
    'a workflow that calls itself',
    flow([{ stepId: 'a', workflowId: 'flow' }]),
    ['/workflows/0', 'Workflows call each other in a cycle: flow -> flow'],
  ],
  [
    'a workflow that depends on itself',
    flow([list('a')], { dependsOn: ['flow'] }),
    ['/workflows/0', 'Workflows call each other in a cycle: flow -> flow'],
  ],

  // AsyncAPI, and what is ours
  [
    'a step of AsyncAPI',
    flow([
      { stepId: 'a', channelPath: 'x', action: 'receive', correlationId: '1' } as ArazzoStep,
      list('b', { dependsOn: ['a'] }),
    ]),
    [`${step}/channelPath`, 'Step "a" has "channelPath": AsyncAPI is not supported'],
    [`${step}/action`, 'Step "a" has "action": AsyncAPI is not supported'],
    [`${step}/correlationId`, 'Step "a" has "correlationId": AsyncAPI is not supported'],
    ['/workflows/0/steps/1/dependsOn', 'Step "b" has "dependsOn": steps run in the order of the document'],
  ],
  [
    'a poll that does not say how often',
    flow([list('a', { onFailure: [{ name: 'p', type: 'retry' }], 'x-crosscheck': { poll: { deadlineSeconds: 60 } } })]),
    [`${step}/x-crosscheck/poll`, 'Step "a" polls without a retry that sets the pause (retryAfter)'],
  ],
  [
    'a wait that does not wait',
    flow([list('a', { 'x-crosscheck': { wait: true } })]),
    [`${step}/x-crosscheck/wait`, 'Step "a" waits, but calls none of: advanceClock, closePostingDay'],
  ],
  [
    'effects of a call',
    flow([
      { stepId: 'a', workflowId: '$sourceDescriptions.docs.far', 'x-crosscheck': { effects: [{ refused: 'NSF' }] } },
    ]),
    [`${step}/x-crosscheck`, 'Step "a" calls a workflow: declare effects on the steps of that workflow'],
  ],
  [
    'what a call of a workflow takes no notice of',
    flow([
      {
        stepId: 'a',
        workflowId: '$sourceDescriptions.docs.far',
        'x-crosscheck': { requires: ['control'], wait: true, poll: { deadlineSeconds: 60 } },
      },
    ]),
    [
      `${step}/x-crosscheck/requires`,
      'Step "a" calls a workflow, which does not take "requires": set it on the steps of that workflow',
    ],
    [
      `${step}/x-crosscheck/wait`,
      'Step "a" calls a workflow, which does not take "wait": set it on the steps of that workflow',
    ],
    [
      `${step}/x-crosscheck/poll`,
      'Step "a" calls a workflow, which does not take "poll": set it on the steps of that workflow',
    ],
  ],
];

const far = describeStub({ locate: at, workflows: [{ workflowId: 'far', steps: [list('f')] }] });
const parts = (...workflows: ArazzoWorkflow[]): DocumentParts => ({
  workflows,
  components: {
    parameters: {
      odd: { name: 'q', in: 'query', value: '$inputs.odd' },
      round: { name: 'q', in: 'query', value: '{$components.parameters.round}' },
    },
  },
  others: { docs: far, core: 'cos' },
});

for (const [what, workflow, ...problems] of broken) {
  test(`checkWorkflow reports ${what}`, () => {
    expect(problemsOf(parts(workflow))).toEqual(problems);
  });
}

test('checkWorkflow reports an operationId that two sources have', () => {
  expect(problemsOf({ workflows: [flow([list('a')])], others: { twin: 'api' } })).toEqual([
    [
      `${step}/operationId`,
      'Step "a" calls "listThings", which several sources have: name one, $sourceDescriptions.NAME.listThings',
    ],
  ]);
});

test('checkWorkflow reports two workflows with one id', () => {
  expect(problemsOf({ workflows: [flow([list('a')]), flow([list('b')])] })).toEqual([
    ['/workflows/0/workflowId', 'Two workflows of the document are called "flow"'],
  ]);
});

test('checkWorkflow reports an AsyncAPI source by name, even if no step uses it', () => {
  const source = describeStub({ locate: at, workflows: [flow([list('a')])] });
  const sourceDescriptions = [
    ...source.document.sourceDescriptions,
    { name: 'events', url: 'events.yaml', type: 'asyncapi' as const },
  ];
  const { problems } = checkWorkflow({ ...source, document: { ...source.document, sourceDescriptions } }, 'flow');
  expect(problems).toEqual([
    { message: 'Source "events" is AsyncAPI, which is not supported', location: at('/sourceDescriptions/1/type') },
  ]);
});

test('checkWorkflow reports problems of called workflows at their own documents', () => {
  const wrong = describeStub({
    locate: (pointer) => ({ file: `far${pointer}`, line: 1, column: 1 }),
    workflows: [flow([list('a', query('$inputs.nope'))], { workflowId: 'far' })],
  });
  const workflows = [flow([{ stepId: 'a', workflowId: '$sourceDescriptions.docs.far' }])];
  expect(problemsOf({ workflows, others: { docs: wrong } })).toEqual([
    [
      'far/workflows/0/steps/0/parameters/0/value',
      'Cannot resolve "$inputs.nope": the workflow has no input "nope"; expected one of: known',
    ],
  ]);
});

test('checkWorkflow reports unknown and missing parameters of a called workflow', () => {
  const needy = {
    ...other,
    inputs: { type: 'object', properties: { word: {}, size: { default: 1 } }, required: ['word', 'size'] },
  };
  const call = { stepId: 'a', workflowId: 'other', parameters: [{ name: 'wrod', value: 1 }] };
  expect(
    problemsOf({ workflows: [flow([call], { parameters: [{ name: 'q', in: 'query', value: 1 }] }), needy] }),
  ).toEqual([
    [`${step}/parameters/0`, 'Step "a" passes "wrod", but the workflow "other" has no such input'],
    [step, 'Step "a" does not pass "word", which the workflow "other" requires'],
  ]);
});

const needy: ArazzoWorkflow = {
  workflowId: 'needy',
  steps: [list('n')],
  inputs: {
    type: 'object',
    properties: { word: {}, size: { type: 'integer', default: 1 } },
    required: ['word', 'size'],
  },
};
const toNeedy = (type: string, values: object = {}): SuccessAction & FailureAction => ({
  ...({ name: 'on', type, workflowId: 'needy' } as SuccessAction & FailureAction),
  ...when,
  parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
});
const callNeedy = (values: object): ArazzoStep => ({
  stepId: 'a',
  workflowId: 'needy',
  parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
});

const given: [what: string, inputs: ArazzoWorkflow['inputs'], more: Partial<ArazzoWorkflow>, ...messages: string[]][] =
  [
    [
      'a constant of another type than the workflow wants',
      needy.inputs,
      { steps: [callNeedy({ word: 1, size: 'x' })] },
      'Step "a" passes "size" as "x", but the workflow "needy" requires integer',
    ],
    [
      'a required input behind allOf and $ref that a call leaves out',
      { allOf: [{ $ref: '#/components/inputs/word' }] },
      { steps: [callNeedy({})] },
      'Step "a" does not pass "word", which the workflow "needy" requires',
    ],
    [
      "the workflow's parameter for a workflow that takes nothing else",
      { ...(needy.inputs as object), additionalProperties: false },
      { steps: [callNeedy({ word: 1 })], parameters: [{ name: 'q', in: 'query', value: 1 }] },
      'Step "a" passes "q", but the workflow "needy" has no such input',
    ],
    [
      'inputs that a goto leaves out, and those that are not known',
      needy.inputs,
      { steps: [list('a', { onSuccess: [toNeedy('goto', { wrod: 1 })] })] },
      'Step "a": action "on" passes "wrod", but the workflow "needy" has no such input',
      'Step "a": action "on" does not pass "word", which the workflow "needy" requires',
    ],
    [
      'inputs that a retry leaves out',
      needy.inputs,
      { steps: [list('a', { onFailure: [toNeedy('retry', { size: 1.5 })] })] },
      'Step "a": action "on" passes "size" as 1.5, but the workflow "needy" requires integer',
      'Step "a": action "on" does not pass "word", which the workflow "needy" requires',
    ],
    [
      'inputs that a workflow that comes before needs',
      needy.inputs,
      { steps: [list('a')], dependsOn: ['needy'] },
      'Workflow "flow" does not pass "word", which the workflow "needy" requires',
    ],
    [
      'a name that every object inherits',
      { type: 'object', properties: { toString: {} }, required: ['toString'] },
      { steps: [callNeedy({})] },
      'Step "a" does not pass "toString", which the workflow "needy" requires',
    ],
  ];
for (const [what, inputs, more, ...messages] of given) {
  test(`checkWorkflow reports ${what}`, () => {
    const components = { inputs: { word: { required: ['word'], properties: { word: {} } } } };
    const workflows = [flow([], more), { ...needy, ...(inputs === undefined ? {} : { inputs }) }];
    expect(problemsOf({ workflows, components }).map(([, message]) => message)).toEqual(messages);
  });
}

test('checkWorkflow accepts matching inputs for goto, retry, dependsOn and the entry', () => {
  const actions = { onSuccess: [toNeedy('goto')], onFailure: [toNeedy('retry')] };
  const more = { dependsOn: ['needy'], inputs: { type: 'object', properties: { word: {} }, required: ['word'] } };
  expect(problemsOf({ workflows: [flow([list('a', actions)], more), needy] })).toEqual([]);
  expect(problemsOf({ workflows: [flow([list('a', actions)], { ...more, inputs: true }), needy] })).toEqual([]);
});

test('checkWorkflow reports a cycle of calls, dependsOn, retries and gotos once', () => {
  const to = (workflowId: string): SuccessAction => ({ name: 'on', type: 'goto', workflowId, ...when });
  const workflows = [
    flow([{ stepId: 'a', workflowId: 'b' }]),
    flow([list('a')], { workflowId: 'b', dependsOn: ['c'] }),
    flow([list('a', { onFailure: [{ name: 'r', type: 'retry', workflowId: 'd' }] })], { workflowId: 'c' }),
    flow([list('a', { onSuccess: [to('flow')] })], { workflowId: 'd' }),
  ];
  expect(problemsOf({ workflows })).toEqual([
    ['/workflows/0', 'Workflows call each other in a cycle: flow -> b -> c -> d -> flow'],
  ]);
});

test('checkWorkflow reports workflows in expressions that never run or lack a name', () => {
  const values = ['$workflows.other.outputs.said', '$workflows.other.outputs.nope', '$workflows.other.inputs.nope'];
  const asked = (more: object) => problemsOf({ workflows: [flow([list('a', query(values))], more), other] });
  expect(asked({}).map(([, message]) => message)).toEqual(
    values.map(
      (text) => `Cannot resolve "${text}": workflow "other" never runs: no step calls it, and no dependsOn names it`,
    ),
  );
  expect(asked({ dependsOn: ['other'] }).map(([, message]) => message)).toEqual([
    'Cannot resolve "$workflows.other.outputs.nope": workflow "other" has no output "nope"; expected one of: said',
    'Cannot resolve "$workflows.other.inputs.nope": workflow "other" has no input "nope"; expected one of: word',
  ]);
});

const transfer = (workflowId: string, more: object = {}): SuccessAction & FailureAction => ({
  name: 'on',
  type: 'goto',
  workflowId,
  ...more,
});
const loops: [what: string, workflows: ArazzoWorkflow[], ...problems: string[][]][] = [
  [
    'a workflow that goes to itself',
    [flow([list('a'), list('b', { onSuccess: [transfer('flow')] })])],
    [step, 'Step "a" begins a loop without an end: every way from it leads back'],
  ],
  [
    'workflows that go to each other',
    [
      flow([list('a'), list('b', { onSuccess: [transfer('back')] })]),
      flow([list('c'), list('d', { onSuccess: [transfer('flow')] })], { workflowId: 'back' }),
    ],
    [step, 'Step "a" begins a loop without an end: every way from it leads back'],
  ],
  [
    'a failure that goes to the workflow itself',
    [flow([list('a'), list('b', { onFailure: [transfer('flow')] })])],
    [
      '/workflows/0/steps/1/onFailure/0',
      'Step "b": action "on" is a retry without an end: it goes back as long as the step fails; use type: retry with a retryLimit',
    ],
  ],
  [
    'failures that go to each other',
    [
      flow([list('a', { onFailure: [transfer('back')] })]),
      flow([list('c', { onFailure: [transfer('flow')] })], { workflowId: 'back' }),
    ],
    [
      `${step}/onFailure/0`,
      'Step "a": action "on" is a retry without an end: it goes back as long as the step fails; use type: retry with a retryLimit',
    ],
    [
      '/workflows/1/steps/0/onFailure/0',
      'Step "c": action "on" is a retry without an end: it goes back as long as the step fails; use type: retry with a retryLimit',
    ],
  ],
];
for (const [what, workflows, ...problems] of loops) {
  test(`checkWorkflow reports ${what} without an end`, () => {
    expect(problemsOf({ workflows })).toEqual(problems);
  });
}

const good: [what: string, ...workflows: ArazzoWorkflow[]][] = [
  [
    'an answer in criteria, actions, outputs and their parameters',
    flow([
      list('a', {
        successCriteria: when.criteria,
        outputs: { id: '$response.body#/id', url: '$url' },
        onSuccess: [
          {
            name: 'on',
            type: 'goto',
            workflowId: 'other',
            ...when,
            parameters: [{ name: 'word', value: '$response.body#/id' }],
          },
        ],
      }),
    ]),
    other,
  ],
  [
    'properties behind a name',
    flow([list('a', { outputs: { whole: '$response.body' } }), list('b', query('$steps.a.outputs.whole.deep'))]),
  ],
  [
    'outputs of a called workflow',
    flow([
      { stepId: 'a', workflowId: 'other', outputs: { own: '$outputs.said' } },
      list('b', query(['$steps.a.outputs.said', '$steps.a.outputs.own'])),
    ]),
    other,
  ],
  [
    'an output of a later step in a loop',
    flow([
      list('a', query('$steps.b.outputs.id')),
      list('b', { outputs: { id: '$response.body' }, onSuccess: [goto('a', when)] }),
    ]),
  ],
  [
    'an output of a later step that a retry comes back from',
    flow([
      list('a', { ...query('$steps.b.outputs.id'), onFailure: [{ name: 'r', type: 'retry', stepId: 'b' }] }),
      list('b', { outputs: { id: '$response.body' } }),
    ]),
  ],
  [
    'a loop with a criterion, and a retry with a limit',
    flow([
      list('a'),
      list('b', { onSuccess: [goto('a', when)], onFailure: [{ name: 'r', type: 'retry', stepId: 'a' }] }),
    ]),
  ],
  ['a failure that goes forward', flow([list('a', { onFailure: [goto('c')] }), list('b'), list('c')])],
  [
    'workflows that go to each other, and criteria decide',
    flow([list('a', { onSuccess: [{ name: 'on', type: 'goto', workflowId: 'back', ...when }] })]),
    flow([list('a', { onSuccess: [{ name: 'on', type: 'goto', workflowId: 'flow', ...when }] })], {
      workflowId: 'back',
    }),
  ],
  [
    'failures that go to a workflow that ends, or that criteria decide',
    flow([list('a', { onFailure: [transfer('back')] }), list('b', { onFailure: [transfer('flow', when)] })]),
    flow(
      [list('c', { onSuccess: [{ name: 'end', type: 'end', ...when }] }), list('d', { onSuccess: [transfer('flow')] })],
      {
        workflowId: 'back',
      },
    ),
  ],
  [
    'texts that are no expressions',
    flow([list('a', { requestBody: { payload: ['$5', '$', 'a $inputs.nope', '{$5}', '$.list[*]'] } })]),
  ],
  [
    'inputs that a schema does not close',
    flow([list('a', query('$inputs.any'))], { inputs: { type: 'object', additionalProperties: {} } }),
  ],
  ['inputs behind a $ref to elsewhere', flow([list('a', query('$inputs.any'))], { inputs: { $ref: '#/somewhere' } })],
];
for (const [what, ...workflows] of good) {
  test(`checkWorkflow takes ${what}`, () => {
    expect(problemsOf({ workflows })).toEqual([]);
  });
}

const open: ArazzoStep = {
  stepId: 'open',
  operationId: '$sourceDescriptions.core.openAccount',
  outputs: { number: '$response.body#/accountNumber', whole: '$response.body', title: '$response.body#/title' },
};
const moving = (account: string): ArazzoStep =>
  list('move', {
    operationId: 'getThing',
    parameters: [{ name: 'id', in: 'path', value: 1 }],
    'x-crosscheck': { effects: [{ moves: { account, cents: 1 } }] },
  });
const opener: ArazzoWorkflow = {
  workflowId: 'opener',
  steps: [open],
  outputs: { account: '$steps.open.outputs.number' },
};
const mover: ArazzoWorkflow = {
  workflowId: 'mover',
  inputs: { type: 'object', properties: { account: {} } },
  steps: [moving('$inputs.account')],
};
const call = (stepId: string, workflowId: string, account?: string): ArazzoStep => ({
  stepId,
  workflowId,
  ...(account === undefined ? {} : { parameters: [{ name: 'account', value: account }] }),
});

const effects: [what: string, account: string | undefined, ...workflows: ArazzoWorkflow[]][] = [
  ['an account that a step has opened', undefined, flow([open, moving('$steps.open.outputs.number')])],
  ['an account in the whole answer', undefined, flow([open, moving('$steps.open.outputs.whole#/accountNumber')])],
  [
    'an account that a called workflow has opened',
    undefined,
    flow([call('a', 'opener'), moving('$steps.a.outputs.account')]),
    opener,
  ],
  [
    'an account behind an output of the call',
    undefined,
    flow([{ ...call('a', 'opener'), outputs: { mine: '$outputs.account' } }, moving('$steps.a.outputs.mine')]),
    opener,
  ],
  [
    'an account that the caller gives',
    undefined,
    flow([open, call('a', 'mover', '$steps.open.outputs.number')]),
    mover,
  ],
  [
    'an account that goes in from another call',
    undefined,
    flow([call('a', 'opener'), call('b', 'mover', '$steps.a.outputs.account')]),
    opener,
    mover,
  ],
  [
    'an account that an action gives',
    undefined,
    flow([
      {
        ...open,
        onSuccess: [
          {
            name: 'on',
            type: 'goto',
            workflowId: 'mover',
            parameters: [{ name: 'account', value: '$steps.open.outputs.number' }],
          },
        ],
      },
    ]),
    mover,
  ],
  [
    'an account of a workflow that ran before',
    undefined,
    flow([moving('$workflows.opener.outputs.account')], { dependsOn: ['opener'] }),
    opener,
  ],
  [
    'an account behind a dot in the whole answer',
    undefined,
    flow([open, moving('$steps.open.outputs.whole.accountNumber')]),
  ],
  [
    'an account that a JSON pointer picks',
    undefined,
    flow([
      { ...open, outputs: { number: { context: '$response.body', selector: '/accountNumber', type: 'jsonpointer' } } },
      moving('$steps.open.outputs.number'),
    ]),
  ],
  [
    'an account that a JSONPath picks',
    undefined,
    flow([
      { ...open, outputs: { number: { context: '$response.body', selector: '$.accountNumber', type: 'jsonpath' } } },
      moving('$steps.open.outputs.number'),
    ]),
  ],
  [
    'an account that a later step passes on',
    undefined,
    flow([open, list('b', { outputs: { x: '$steps.open.outputs.number' } }), moving('$steps.b.outputs.x')]),
  ],
  [
    'an account that a later step picks from the whole answer',
    undefined,
    flow([
      open,
      list('b', {
        outputs: { x: { context: '$steps.open.outputs.whole', selector: '/accountNumber', type: 'jsonpointer' } },
      }),
      moving('$steps.b.outputs.x'),
    ]),
  ],
  [
    'the account that the step itself opens',
    undefined,
    flow([
      { ...open, 'x-crosscheck': { effects: [{ moves: { account: '$response.body#/accountNumber', cents: 1 } }] } },
    ]),
  ],
  [
    'an account of the same name that a workflow takes along when it is gone to',
    undefined,
    flow([open, call('a', 'via', '$steps.open.outputs.number')]),
    { ...mover, workflowId: 'via', steps: [list('v', { onSuccess: [transfer('mover', when)] })] },
    mover,
  ],
  [
    'an account that workflows hand round while criteria decide',
    undefined,
    flow([open, call('a', 'mover', '$steps.open.outputs.number')]),
    { ...mover, steps: [{ ...moving('$inputs.account'), onSuccess: [transfer('via', when)] }] },
    { ...mover, workflowId: 'via', steps: [list('v', { onSuccess: [transfer('mover', when)] })] },
  ],
  [
    'an output that only leads to itself',
    '$steps.b.outputs.x',
    flow([list('b', { outputs: { x: '$steps.b.outputs.x' } }), moving('$steps.b.outputs.x')]),
  ],
  [
    'another field that a selector picks',
    '$steps.open.outputs.number',
    flow([
      { ...open, outputs: { number: { context: '$response.body', selector: '$.title', type: 'jsonpath' } } },
      moving('$steps.open.outputs.number'),
    ]),
  ],
  [
    'an account in a list that a JSONPath finds',
    '$steps.open.outputs.number',
    flow([
      { ...open, outputs: { number: { context: '$response.body', selector: '$..accountNumber', type: 'jsonpath' } } },
      moving('$steps.open.outputs.number'),
    ]),
  ],
  [
    'what a workflow that ran before has from elsewhere',
    '$workflows.opener.outputs.account',
    flow([moving('$workflows.opener.outputs.account')], { dependsOn: ['opener'] }),
    { ...opener, outputs: { account: '$steps.open.outputs.title' } },
  ],
  ['an account number that is written out', '2100000005', flow([moving('2100000005')])],
  ['another field of the answer', '$steps.open.outputs.title', flow([open, moving('$steps.open.outputs.title')])],
  ['an input of the run', '$inputs.known', flow([moving('$inputs.known')])],
  [
    'an account of an operation that opens none',
    '$steps.b.outputs.n',
    flow([list('b', { outputs: { n: '$response.body#/accountNumber' } }), moving('$steps.b.outputs.n')]),
  ],
  [
    'an account that only one of two callers has opened',
    '$inputs.account',
    flow([open, call('a', 'mover', '$steps.open.outputs.number'), call('b', 'mover', '$inputs.known')]),
    mover,
  ],
  ['an account that no caller gives', '$inputs.account', flow([call('a', 'mover')]), mover],
];
for (const [what, account, ...workflows] of effects) {
  test(`checkWorkflow ${account === undefined ? 'takes' : 'refuses'} an effect on ${what}`, () => {
    const problems = problemsOf({ workflows, others: { core: 'cos' } });
    expect(problems.map(([, message]) => message)).toEqual(
      account === undefined
        ? []
        : [
            `Step "move" declares an effect on "${account}", an account that no step opened: expected the accountNumber of a step that opens one`,
          ],
    );
  });
}

test('checkWorkflow ends where workflows that hand an account on call each other', () => {
  const round = (workflowId: string, next: string): ArazzoWorkflow => ({
    ...mover,
    workflowId,
    steps: [moving('$inputs.account'), call('next', next, '$inputs.account')],
  });
  const problems = problemsOf({ workflows: [round('one', 'two'), round('two', 'one')] });
  expect(problems.map(([, message]) => message)).toContain('Workflows call each other in a cycle: one -> two -> one');
});

test('checkWorkflow checks a workflow once', () => {
  const source = describeStub({ workflows: [flow([list('a')])] });
  expect(checkWorkflow(source, 'flow')).toBe(checkWorkflow(source, 'flow'));
});

test('checkWorkflow reports a wait with criteria on a response that it cannot have', () => {
  const wait: ArazzoStep = {
    stepId: 'w',
    operationId: '$sourceDescriptions.emulator.closePostingDay',
    'x-crosscheck': { wait: true },
    successCriteria: [{ condition: '$statusCode == 200' }, { condition: "$response.body#/nextPostingDay != 'never'" }],
    outputs: { day: '$response.body#/closedPostingDay' },
  };
  const told = 'Step "w" waits: where the clock cannot be moved it has no response, so it cannot have';
  expect(problemsOf({ workflows: [flow([wait])], others: { emulator: 'cos' } })).toEqual([
    [`${step}/outputs`, `${told} outputs`],
    [`${step}/successCriteria/1`, `${told} criteria except on $statusCode`],
  ]);
});

test('checkWorkflow reports an unknown event with its place and the nearest name', () => {
  const emitting = (emits: readonly string[]) => ({ ...list('a'), 'x-crosscheck': { emits } });
  const names = ['Core.Account.Opened', 'ACH.Payment.sent', 'Core.Acount.Opened', 'Core.Account.Painted'];
  const told = (name: string, hint = '') => `Step "a" emits "${name}", which is not an event of the bank${hint}`;
  expect(problemsOf({ workflows: [flow([emitting(names)])] })).toEqual([
    [`${step}/x-crosscheck/emits/2`, told('Core.Acount.Opened', ': did you mean "Core.Account.Opened"?')],
    [`${step}/x-crosscheck/emits/3`, told('Core.Account.Painted')],
  ]);
  const twice = emitting(['Core.Account.Opened', 'core.account.OPENED']);
  expect(problemsOf({ workflows: [flow([twice])] })).toEqual([
    [`${step}/x-crosscheck/emits/1`, 'Step "a" emits "core.account.OPENED" twice: `emits` names each event once'],
  ]);
  const calling = { ...call('c', 'mover', '$inputs.known'), 'x-crosscheck': { emits: ['Core.Account.Opened'] } };
  const problems = problemsOf({ workflows: [flow([calling]), mover], others: { core: 'cos' } });
  expect(problems.map(([, message]) => message)).toContain(
    'Step "c" calls a workflow: declare events on the steps of that workflow',
  );
});
