import type { DescribedDocument, Report } from '../description.ts';
import type { ArazzoStep } from '../document.ts';
import { expressionsIn } from '../parse-expression.ts';
import type { Plan, PlannedParameter, PlannedStep, PlannedWorkflow } from '../plan.ts';
import { inputNames, isClosed, requiredInputs, unfitType } from '../workflow-inputs.ts';
import { checkOperationCall } from './check-operation-calls.ts';

/** Fields of an Arazzo 1.1 step that are not supported. */
const FIELDS: Readonly<Record<string, string>> = {
  channelPath: 'AsyncAPI is not supported',
  action: 'AsyncAPI is not supported',
  correlationId: 'AsyncAPI is not supported',
  dependsOn: 'steps run in the order of the document',
};

/** Reports unsupported features by name: AsyncAPI, places of parameters, fields that a call does not take. */
export function checkScope(workflow: PlannedWorkflow, workflows: Plan['workflows'], report: Report): void {
  const { source, pointer } = workflow;
  source.document.sourceDescriptions.forEach(({ name, type }, at) => {
    if (type === 'asyncapi')
      report(source, `/sourceDescriptions/${at}/type`, `Source "${name}" is AsyncAPI, which is not supported`);
  });
  for (const [at, step] of workflow.workflow.steps.entries())
    checkFields(step, `${pointer}/steps/${at}`, workflow, report);
  for (const step of workflow.steps) {
    if ('workflow' in step.calls)
      checkWorkflowCall(step, { workflow, called: workflows.get(step.calls.workflow) }, report);
    else checkOperationCall(step, step.calls, workflow, report);
  }
  checkTransfers(workflow, workflows, report);
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
  const subject = `Step "${step.stepId}"`;
  for (const field of ['requestBody', 'timeout'] as const)
    if (step[field] !== undefined)
      report(source, `${pointer}/${field}`, `${subject} calls a workflow, which does not take "${field}"`);
  for (const field of ['requires', 'wait', 'poll'] as const)
    if (step['x-crosscheck']?.[field] !== undefined)
      report(
        source,
        `${pointer}/x-crosscheck/${field}`,
        `${subject} calls a workflow, which does not take "${field}": set it on the steps of that workflow`,
      );
  if (called) checkInputsGiven({ subject, pointer, parameters, called }, source, report);
}

/**
 * Checks the workflows that actions go to or call, or that must run before; they also receive the inputs of the same
 * name.
 */
function checkTransfers(workflow: PlannedWorkflow, workflows: Plan['workflows'], report: Report): void {
  const { source, steps, dependsOn, pointer } = workflow;
  const taken = inputNames(source.document, workflow.workflow.inputs);
  for (const { step, onSuccess, onFailure } of steps) {
    for (const { action, pointer: place, parameters, workflow: key = '' } of [...onSuccess, ...onFailure]) {
      const subject = `Step "${step.stepId}": action "${action.name}"`;
      const called = workflows.get(key);
      if (called) checkInputsGiven({ subject, pointer: place, parameters, called, taken }, source, report);
    }
  }
  for (const [at, key] of dependsOn.entries()) {
    const called = workflows.get(key);
    const subject = `Workflow "${workflow.workflow.workflowId}"`;
    if (called)
      checkInputsGiven(
        { subject, pointer: `${pointer}/dependsOn/${at}`, parameters: [], called, taken },
        source,
        report,
      );
  }
}

interface Giving {
  readonly subject: string;
  /** The pointer to the calling step or action. */
  readonly pointer: string;
  readonly parameters: readonly PlannedParameter[];
  readonly called: PlannedWorkflow;
  /** The inputs that can be taken from the caller's; undefined if the names are unknown. */
  readonly taken?: readonly string[] | undefined;
}

/** Reports inputs of a call that the workflow does not have, of the wrong type, or missing. */
function checkInputsGiven(giving: Giving, source: DescribedDocument, report: Report): void {
  const { subject, pointer, parameters, called } = giving;
  const { workflowId, inputs } = called.workflow;
  const names = inputNames(called.source.document, inputs);
  for (const { name, value, pointer: place } of parameters) {
    // Parameters of the workflow for all its steps need not fit each call, unless the inputs are closed.
    const mustFit = place.startsWith(pointer) || isClosed(inputs);
    if (mustFit && names && !names.includes(name))
      report(source, place, `${subject} passes "${name}", but the workflow "${workflowId}" has no such input`);
    const type = isConstant(value) ? unfitType(inputs, name, value) : undefined;
    if (type !== undefined)
      report(
        source,
        `${place}/value`,
        `${subject} passes "${name}" as ${JSON.stringify(value)}, but the workflow "${workflowId}" requires ${type}`,
      );
  }
  const takesAny = 'taken' in giving && giving.taken === undefined;
  for (const name of requiredInputs(called.source.document, inputs)) {
    const isGiven = parameters.some((parameter) => parameter.name === name) || giving.taken?.includes(name);
    if (!isGiven && !takesAny)
      report(source, pointer, `${subject} does not pass "${name}", which the workflow "${workflowId}" requires`);
  }
}

/** Returns true for a value without expressions. */
function isConstant(value: unknown): boolean {
  if (typeof value === 'string') return expressionsIn(value).length === 0;
  return typeof value !== 'object' || value === null || Object.values(value).every(isConstant);
}
