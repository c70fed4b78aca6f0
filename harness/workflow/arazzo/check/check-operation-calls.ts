import { findNearestName } from '../../../../core/nearest-name.ts';
import type { Operation } from '../../../../core/operation.ts';
import type { Report } from '../description.ts';
import type { ArazzoParameter } from '../document.ts';
import { operandsOf, parseCondition } from '../parse-condition.ts';
import type { PlannedStep, PlannedWorkflow } from '../plan.ts';

const PLACES: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie']);

/** The operations that move a bank's clock; a step with `wait` must call one. */
const WAITS: ReadonlySet<string> = new Set(['advanceClock', 'closePostingDay']);

/** Reports unknown and missing parameters of an operation, and waits that depend on a response. */
export function checkOperationCall(
  { step, pointer, parameters }: PlannedStep,
  { operation }: Extract<PlannedStep['calls'], { operationId: string }>,
  { source }: PlannedWorkflow,
  report: Report,
): void {
  const subject = `Step "${step.stepId}"`;
  const path = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const given = parameters.filter(({ in: place }) => place === 'path');
  for (const parameter of parameters) {
    const problem = problemOfPlace(parameter);
    if (problem) report(source, parameter.pointer, `${subject} passes the parameter "${parameter.name}" ${problem}`);
  }
  for (const parameter of given)
    if (!path.includes(parameter.name))
      report(
        source,
        parameter.pointer,
        `${subject} passes the path parameter "${parameter.name}", which ${operation.path} does not have`,
      );
  for (const name of path)
    if (!given.some((parameter) => parameter.name === name))
      report(source, pointer, `${subject} has no path parameter "${name}", which ${operation.path} requires`);
  for (const parameter of parameters) {
    // Parameters of the workflow for all its steps need not fit each of them.
    const problem = parameter.pointer.startsWith(pointer) && problemOfQuery(parameter, operation);
    if (problem)
      report(source, parameter.pointer, `${subject} passes the query parameter "${parameter.name}", ${problem}`);
  }
  if (step['x-crosscheck']?.wait) {
    if (step.outputs) report(source, `${pointer}/outputs`, `${subject} waits: ${NO_ANSWER} outputs`);
    for (const [at, { condition }] of (step.successCriteria ?? []).entries())
      if (!isOfStatus(condition))
        report(
          source,
          `${pointer}/successCriteria/${at}`,
          `${subject} waits: ${NO_ANSWER} criteria except on $statusCode`,
        );
  }
  if (step['x-crosscheck']?.wait && !WAITS.has(operation.operationId))
    report(source, `${pointer}/x-crosscheck/wait`, `${subject} waits, but calls none of: ${[...WAITS].join(', ')}`);
}

/**
 * The reason why a wait may not use its response: on a real bank the clock cannot be moved, and the wait passes by
 * itself.
 */
const NO_ANSWER = 'where the clock cannot be moved it has no response, so it cannot have';

function isOfStatus(condition: string): boolean {
  try {
    return operandsOf(parseCondition(condition)).every(
      (operand) => operand.kind === 'literal' || operand.expression.kind === 'statusCode',
    );
  } catch {
    // An unreadable condition is reported elsewhere.
    return true;
  }
}

/**
 * Returns the problem of a query parameter. A misspelt filter would filter nothing, because the bank ignores unknown
 * names.
 */
function problemOfQuery(
  { name, in: place }: ArazzoParameter,
  { operationId, parameters }: Operation,
): string | undefined {
  const known = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  if (place !== 'query' || known.includes(name)) return undefined;
  const near = findNearestName(name, known);
  return `which ${operationId} does not have${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

function problemOfPlace({ in: place }: ArazzoParameter): string | undefined {
  if (place === undefined) return `without "in": expected one of ${[...PLACES].join(', ')}`;
  return PLACES.has(place) ? undefined : `in "${place}": expected one of ${[...PLACES].join(', ')}`;
}
