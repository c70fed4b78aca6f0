import type { DescribedDocument, Report } from '../description.ts';
import type { ArazzoStep } from '../document.ts';
import { expressionsIn } from '../parse-expression.ts';
import type { Plan, PlannedParameter, PlannedStep, PlannedWorkflow } from '../plan.ts';
import { inputNames, isClosed, requiredInputs, unfitType } from '../workflow-inputs.ts';
import { checkOperationCall } from './check-operation-calls.ts';

/** Fields of a step of Arazzo 1.1 that are not executed here. */
const FIELDS: Readonly<Record<string, string>> = {
  channelPath: 'AsyncAPI is not executed here',
  action: 'AsyncAPI is not executed here',
  correlationId: 'AsyncAPI is not executed here',
  dependsOn: 'steps run in the order in which they are written',
};

/** What is understood but not executed here, by its name: AsyncAPI, places of parameters, fields that a call does not take. */
export function checkScope(workflow: PlannedWorkflow, workflows: Plan['workflows'], report: Report): void {
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
  const told = `Step "${step.stepId}"`;
  for (const field of ['requestBody', 'timeout'] as const)
    if (step[field] !== undefined)
      report(source, `${pointer}/${field}`, `${told} calls a workflow, which takes no ${field}`);
  for (const field of ['requires', 'wait', 'poll'] as const)
    if (step['x-crosscheck']?.[field] !== undefined)
      report(
        source,
        `${pointer}/x-crosscheck/${field}`,
        `${told} calls a workflow, which takes no ${field}: it stands on that one's steps`,
      );
  if (called) checkInputsGiven({ told, pointer, parameters, called }, source, report);
}

/** Workflows that actions go to or call, or that have to run before: they also take the inputs of the same name. */
function checkTransfers(workflow: PlannedWorkflow, workflows: Plan['workflows'], report: Report): void {
  const { source, steps, dependsOn, pointer } = workflow;
  const taken = inputNames(source.document, workflow.workflow.inputs);
  for (const { step, onSuccess, onFailure } of steps) {
    for (const { action, pointer: place, parameters, workflow: key = '' } of [...onSuccess, ...onFailure]) {
      const told = `Step "${step.stepId}": action "${action.name}"`;
      const called = workflows.get(key);
      if (called) checkInputsGiven({ told, pointer: place, parameters, called, taken }, source, report);
    }
  }
  for (const [at, key] of dependsOn.entries()) {
    const called = workflows.get(key);
    const told = `Workflow "${workflow.workflow.workflowId}"`;
    if (called)
      checkInputsGiven({ told, pointer: `${pointer}/dependsOn/${at}`, parameters: [], called, taken }, source, report);
  }
}

interface Giving {
  readonly told: string;
  /** Of the step or action that calls. */
  readonly pointer: string;
  readonly parameters: readonly PlannedParameter[];
  readonly called: PlannedWorkflow;
  /** Inputs that it can take from those of the same name; undefined where any may be there. */
  readonly taken?: readonly string[] | undefined;
}

/** What a call of a workflow gives that is no input of it, cannot be, or is missing. */
function checkInputsGiven(giving: Giving, source: DescribedDocument, report: Report): void {
  const { told, pointer, parameters, called } = giving;
  const { workflowId, inputs } = called.workflow;
  const names = inputNames(called.source.document, inputs);
  for (const { name, value, pointer: place } of parameters) {
    // What a workflow says for all its steps need not fit each of them, unless nothing else may be given.
    const mustFit = place.startsWith(pointer) || isClosed(inputs);
    if (mustFit && names && !names.includes(name))
      report(source, place, `${told} gives "${name}", which the workflow "${workflowId}" has no input for`);
    const type = isConstant(value) ? unfitType(inputs, name, value) : undefined;
    if (type !== undefined)
      report(
        source,
        `${place}/value`,
        `${told} gives "${name}" as ${JSON.stringify(value)}, which the workflow "${workflowId}" wants as ${type}`,
      );
  }
  const takesAny = 'taken' in giving && giving.taken === undefined;
  for (const name of requiredInputs(called.source.document, inputs)) {
    const isGiven = parameters.some((parameter) => parameter.name === name) || giving.taken?.includes(name);
    if (!isGiven && !takesAny)
      report(source, pointer, `${told} gives no "${name}", which the workflow "${workflowId}" needs`);
  }
}

/** A value that a document writes out: no expression in it. */
function isConstant(value: unknown): boolean {
  if (typeof value === 'string') return expressionsIn(value).length === 0;
  return typeof value !== 'object' || value === null || Object.values(value).every(isConstant);
}
