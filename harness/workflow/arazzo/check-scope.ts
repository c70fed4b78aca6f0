import type { Report } from './description.ts';
import type { ArazzoParameter, ArazzoStep } from './document.ts';
import type { Plan, PlannedStep, PlannedWorkflow } from './plan.ts';
import { inputNames, requiredInputs } from './workflow-inputs.ts';

/** Fields of a step of Arazzo 1.1 that are not executed here. */
const FIELDS: Readonly<Record<string, string>> = {
  channelPath: 'AsyncAPI is not executed here',
  action: 'AsyncAPI is not executed here',
  correlationId: 'AsyncAPI is not executed here',
  dependsOn: 'steps run in the order in which they are written',
};

const PLACES: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie']);

/** The operations that move a bank's clock, which a step with `wait` calls. */
const WAITS: ReadonlySet<string> = new Set(['advanceClock', 'closePostingDay']);

/** What is understood but not executed here, by its name: AsyncAPI, places of parameters, fields that a call does not take. */
export function checkScope({ workflows }: Plan, report: Report): void {
  for (const workflow of workflows.values()) {
    const { source, pointer } = workflow;
    source.document.sourceDescriptions.forEach(({ name, type }, at) => {
      if (type === 'asyncapi')
        report(source, `/sourceDescriptions/${at}/type`, `Source "${name}" is AsyncAPI, which is not executed here`);
    });
    for (const [at, step] of workflow.workflow.steps.entries())
      checkFields(step, `${pointer}/steps/${at}`, workflow, report);
    for (const step of workflow.steps) {
      if ('workflow' in step.calls)
        checkWorkflowCall(step, { workflow, called: workflows.get(step.calls.workflow) }, report);
      else checkOperationCall(step, step.calls, workflow, report);
    }
  }
}

function checkFields(step: ArazzoStep, pointer: string, { source }: PlannedWorkflow, report: Report): void {
  for (const [field, why] of Object.entries(FIELDS))
    if (Object.hasOwn(step, field))
      report(source, `${pointer}/${field}`, `Step "${step.stepId}" has "${field}": ${why}`);
}

function checkWorkflowCall(
  { step, pointer, parameters }: PlannedStep,
  { workflow: { source }, called }: { workflow: PlannedWorkflow; called: PlannedWorkflow | undefined },
  report: Report,
): void {
  const told = `Step "${step.stepId}"`;
  for (const field of ['requestBody', 'timeout'] as const)
    if (step[field] !== undefined)
      report(source, `${pointer}/${field}`, `${told} calls a workflow, which takes no ${field}`);
  if (!called) return;
  const { workflowId, inputs } = called.workflow;
  const names = inputNames(called.source.document, inputs);
  for (const { name, pointer: place } of parameters) {
    // What a workflow says for all its steps need not fit each of them.
    const isOwn = place.startsWith(pointer);
    if (isOwn && names && !names.includes(name))
      report(source, place, `${told} gives "${name}", which the workflow "${workflowId}" has no input for`);
  }
  for (const name of requiredInputs(inputs))
    if (!parameters.some((parameter) => parameter.name === name))
      report(source, pointer, `${told} gives no "${name}", which the workflow "${workflowId}" needs`);
}

function checkOperationCall(
  { step, pointer, parameters }: PlannedStep,
  { operation }: Extract<PlannedStep['calls'], { operationId: string }>,
  { source }: PlannedWorkflow,
  report: Report,
): void {
  const told = `Step "${step.stepId}"`;
  const path = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const given = parameters.filter(({ in: place }) => place === 'path');
  for (const parameter of parameters) {
    const problem = problemOfPlace(parameter);
    if (problem) report(source, parameter.pointer, `${told} gives the parameter "${parameter.name}" ${problem}`);
  }
  for (const parameter of given)
    if (!path.includes(parameter.name))
      report(
        source,
        parameter.pointer,
        `${told} gives a path parameter "${parameter.name}", which ${operation.path} does not have`,
      );
  for (const name of path)
    if (!given.some((parameter) => parameter.name === name))
      report(source, pointer, `${told} gives no path parameter "${name}", which ${operation.path} needs`);
  if (step['x-crosscheck']?.wait && !WAITS.has(operation.operationId))
    report(source, `${pointer}/x-crosscheck/wait`, `${told} waits, but calls none of ${[...WAITS].join(', ')}`);
}

function problemOfPlace({ in: place }: ArazzoParameter): string | undefined {
  if (place === undefined) return `without a place: wanted in: ${[...PLACES].join(', ')}`;
  return PLACES.has(place) ? undefined : `in "${place}"; there is ${[...PLACES].join(', ')}`;
}
