import { findNearestName } from '../../../../core/nearest-name.ts';
import type { Operation } from '../../../../core/operation.ts';
import type { Report } from '../description.ts';
import type { ArazzoParameter } from '../document.ts';
import { operandsOf, parseCondition } from '../parse-condition.ts';
import type { PlannedStep, PlannedWorkflow } from '../plan.ts';

const PLACES: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie']);

/** The operations that move a bank's clock, which a step with `wait` calls. */
const WAITS: ReadonlySet<string> = new Set(['advanceClock', 'closePostingDay']);

/** Parameters that the operation does not have or that are missing, and waits that could not be told from their answer. */
export function checkOperationCall(
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
  for (const parameter of parameters) {
    // What a workflow says for all its steps need not fit each of them.
    const problem = parameter.pointer.startsWith(pointer) && problemOfQuery(parameter, operation);
    if (problem) report(source, parameter.pointer, `${told} gives the query parameter "${parameter.name}", ${problem}`);
  }
  if (step['x-crosscheck']?.wait) {
    if (step.outputs) report(source, `${pointer}/outputs`, `${told} waits: ${NO_ANSWER} outputs`);
    for (const [at, { condition }] of (step.successCriteria ?? []).entries())
      if (!isOfStatus(condition))
        report(source, `${pointer}/successCriteria/${at}`, `${told} waits: ${NO_ANSWER} criteria but of $statusCode`);
  }
  if (step['x-crosscheck']?.wait && !WAITS.has(operation.operationId))
    report(source, `${pointer}/x-crosscheck/wait`, `${told} waits, but calls none of ${[...WAITS].join(', ')}`);
}

/** Where nobody can move the bank's clock a wait passes by itself. */
const NO_ANSWER = 'where the clock cannot be moved it has no answer, and so no';

function isOfStatus(condition: string): boolean {
  try {
    return operandsOf(parseCondition(condition)).every(
      (operand) => operand.kind === 'literal' || operand.expression.kind === 'statusCode',
    );
  } catch {
    // That it cannot be read is told elsewhere.
    return true;
  }
}

/** A filter by a misspelt name filters nothing: the bank leaves out what it does not know. */
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
  if (place === undefined) return `without a place: wanted in: ${[...PLACES].join(', ')}`;
  return PLACES.has(place) ? undefined : `in "${place}"; there is ${[...PLACES].join(', ')}`;
}
