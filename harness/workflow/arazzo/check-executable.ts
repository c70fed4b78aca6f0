import { CrosscheckError } from '../../../core/errors.ts';
import { operations } from '../../../generated/operations.ts';
import { validateStepExtension } from '../../../generated/validators/x-crosscheck.js';
import { parseCondition } from './criteria.ts';
import type { ArazzoDocument, ArazzoStep, ArazzoWorkflow } from './document.ts';

const STEP_FIELDS: ReadonlySet<string> = new Set([
  ...['stepId', 'description', 'operationId', 'parameters', 'requestBody', 'successCriteria', 'onFailure', 'outputs'],
  'x-crosscheck',
]);

/**
 * Finds a workflow of a document and tells, before the first request, whether this engine can execute all of it. What it
 * can not do is refused by name: a CrosscheckError with the step.
 */
export function findExecutableWorkflow(document: ArazzoDocument, workflowId: string): ArazzoWorkflow {
  const workflow = document.workflows.find((candidate) => candidate.workflowId === workflowId);
  if (!workflow) {
    throw new CrosscheckError({
      code: 'unknown-workflow',
      message: `The document has no workflow "${workflowId}"`,
      remedy: `It has: ${document.workflows.map((candidate) => candidate.workflowId).join(', ')}`,
    });
  }
  const seen = new Set<string>();
  for (const step of workflow.steps) {
    const problem = seen.has(step.stepId) ? 'carries the id of an earlier step' : problemOf(step);
    if (problem) throw notExecutable(workflowId, step.stepId, problem);
    seen.add(step.stepId);
  }
  return workflow;
}

/** The name of a step's operation, without the source that Arazzo puts before it. */
export function operationNameOf(step: Pick<ArazzoStep, 'operationId'>): string {
  return step.operationId.slice(step.operationId.lastIndexOf('.') + 1);
}

function problemOf(step: ArazzoStep): string | undefined {
  const foreign = Object.keys(step).find((field) => !STEP_FIELDS.has(field));
  if (foreign) return `uses "${foreign}", which this engine does not execute`;
  if (typeof step.operationId !== 'string') return 'has no operationId';
  if (!(operationNameOf(step) in operations)) return `calls "${step.operationId}", which the contract does not have`;
  const action = (step.onFailure ?? []).find(({ type }) => type !== 'retry');
  if (action) return `has a failure action of type "${String(action.type)}", which this engine does not execute`;
  if ((step.onFailure ?? []).length > 1) return 'has more than one failure action';
  if (!validateStepExtension(step['x-crosscheck'] ?? {})) {
    const [error] = validateStepExtension.errors ?? [];
    return `has an x-crosscheck that is not valid: ${error?.instancePath} ${error?.message}`;
  }
  for (const { condition } of step.successCriteria ?? []) parseCondition(condition);
  return undefined;
}

function notExecutable(workflowId: string, stepId: string, problem: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Step "${stepId}" of workflow "${workflowId}" ${problem}`,
    remedy: 'Nothing was sent; mend the step',
  });
}
