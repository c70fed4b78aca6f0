import type { Outputs } from '../document.ts';
import { namesOfSingular } from '../json-path.ts';
import { childOf, parsePointer } from '../json-pointer.ts';
import { type Expression, parseExpression } from '../parse-expression.ts';
import { keyOf, type Plan, type PlannedAction, type PlannedStep, type PlannedWorkflow } from '../plan.ts';
import { asSelector, languageOf } from '../select.ts';
import { indexOfStep } from './flow.ts';

/** Operations whose response is an account, which the auditor reads from then on. */
const OPENS: ReadonlySet<string> = new Set(['openAccount', 'createSubaccount']);

/** A written value with its place. */
interface Origin {
  readonly value: unknown;
  readonly workflow: PlannedWorkflow;
  /** The step that `$response` and `$outputs` refer to; absent in the outputs of a workflow. */
  readonly after?: PlannedStep;
  readonly names: readonly string[];
}

/** Traces a value of a plan through outputs, selectors and inputs to the responses that it comes from. */
export class AccountOrigins {
  private readonly plan: Plan;
  private givers: ReadonlyMap<string, readonly Giver[]> | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** Returns true if a value is the account of an opening response, by whatever way. Workflows may pass it on. */
  isOpened(account: string, workflow: PlannedWorkflow, after: PlannedStep): boolean {
    const open: Origin[] = [{ value: account, workflow, after, names: [] }];
    const seen = new Set<string>();
    let opened = false;
    for (let origin = open.pop(); origin; origin = open.pop()) {
      const { value, names } = origin;
      const here = JSON.stringify([origin.workflow.key, origin.after?.step.stepId, value, names]);
      if (seen.has(here)) continue;
      seen.add(here);
      const before = this.before(origin);
      if (before === false) return false;
      if (before === true) opened = true;
      else open.push(...before);
    }
    return opened;
  }

  /** Returns the values that a value comes from; true for a response with a new account, false for anything else. */
  private before(origin: Origin): readonly Origin[] | boolean {
    const { value, workflow, after, names } = origin;
    if (typeof value === 'object' && value !== null) return beforeSelector(value, origin);
    const expression = typeof value === 'string' ? parseExpression(value) : undefined;
    if (!expression) return false;
    const on = { ...origin, names: [...pointerOf(expression), ...names] };
    switch (expression.kind) {
      case 'response':
        return isOpening(after) && expression.part === 'body' && on.names.join('/') === 'accountNumber';
      case 'steps': {
        const step = workflow.steps[indexOfStep(workflow, expression.stepId)];
        return step !== undefined && this.beforeStep(step, expression.name, on);
      }
      case 'outputs': {
        const called = after && this.called(after);
        return outputOf((called ?? workflow).workflow.outputs, expression.name, {
          ...on,
          workflow: called ?? workflow,
        });
      }
      case 'workflows': {
        const other = this.plan.workflows.get(keyOf(workflow.source, expression.workflowId));
        if (!other) return false;
        return expression.field === 'outputs'
          ? outputOf(other.workflow.outputs, expression.name, { ...on, workflow: other })
          : this.beforeInput(other, expression.name, on.names);
      }
      case 'inputs':
        return this.beforeInput(workflow, expression.name, on.names);
      case 'components': {
        const parameter = childOf(workflow.source.document.components?.parameters, expression.name);
        return expression.group === 'parameters' && [{ ...on, value: childOf(parameter, 'value') }];
      }
      default:
        return false;
    }
  }

  /** Returns the origins of a step's output; a step that calls a workflow also has that workflow's outputs. */
  private beforeStep(step: PlannedStep, name: string, on: Origin): readonly Origin[] | false {
    const own = outputOf(step.step.outputs, name, { ...on, after: step });
    const called = this.called(step);
    return own || (called !== undefined && outputOf(called.workflow.outputs, name, { ...on, workflow: called }));
  }

  private called({ calls }: PlannedStep): PlannedWorkflow | undefined {
    return 'workflow' in calls ? this.plan.workflows.get(calls.workflow) : undefined;
  }

  /**
   * Returns the origins of an input. It is an account if every caller of the workflow passes one; the user passes the
   * inputs of the first workflow.
   */
  private beforeInput(workflow: PlannedWorkflow, input: string, names: readonly string[]): readonly Origin[] | false {
    this.givers ??= findGivers(this.plan);
    const givers = this.givers.get(workflow.key) ?? [];
    if (workflow === this.plan.entry || givers.length === 0) return false;
    const given = givers.map((giver) => {
      for (const [name, rest] of splitsOf(input)) {
        const parameter = giver.parameters.find((one) => one.name === name);
        if (parameter) return { ...giver, value: parameter.value, names: [...rest, ...names] };
      }
      return giver.takesSame && { ...giver, value: `$inputs.${input}`, names };
    });
    return given.every((origin) => origin !== false) && given;
  }
}

/** A caller of a workflow, with the values that it passes. */
interface Giver {
  readonly workflow: PlannedWorkflow;
  readonly after?: PlannedStep;
  readonly parameters: PlannedAction['parameters'];
  /** True if the workflow also receives the caller's inputs of the same name. */
  readonly takesSame: boolean;
}

function findGivers({ workflows }: Plan): Map<string, Giver[]> {
  const givers = new Map<string, Giver[]>([...workflows.keys()].map((key) => [key, []]));
  const add = (key: string | undefined, giver: Giver) => givers.get(key ?? '')?.push(giver);
  for (const workflow of workflows.values()) {
    for (const key of workflow.dependsOn) add(key, { workflow, parameters: [], takesSame: true });
    for (const after of workflow.steps) {
      const { calls, parameters, onSuccess, onFailure } = after;
      if ('workflow' in calls) add(calls.workflow, { workflow, parameters, takesSame: false });
      for (const action of [...onSuccess, ...onFailure])
        add(action.workflow, { workflow, after, parameters: action.parameters, takesSame: true });
    }
  }
  return givers;
}

function beforeSelector(value: object, origin: Origin): readonly Origin[] | false {
  const selector = asSelector(value);
  if (!selector) return false;
  const isPointer = languageOf(selector.type) === 'jsonpointer';
  const picked = isPointer ? parsePointer(selector.selector) : namesOfSingular(selector.selector);
  return picked !== undefined && [{ ...origin, value: selector.context, names: [...picked, ...origin.names] }];
}

/** Returns an output by name; the name may continue into the value after a dot. Returns false if there is none. */
function outputOf(outputs: Outputs | undefined, name: string, on: Origin): readonly Origin[] | false {
  for (const [known, rest] of splitsOf(name)) {
    const value = childOf(outputs, known);
    if (value !== undefined) return [{ ...withoutStep(on, outputs), value, names: [...rest, ...on.names] }];
  }
  return false;
}

/** Returns the origin without a step, because the outputs of a workflow have no response. */
function withoutStep({ value, workflow, after, names }: Origin, outputs: Outputs | undefined): Origin {
  return after && after.step.outputs === outputs ? { value, workflow, after, names } : { value, workflow, names };
}

/** Splits a name with dots at its last dot, the last but one, and so on; the whole name comes first. */
function splitsOf(name: string): [name: string, rest: string[]][] {
  const words = name.split('.');
  return words.map((_, cut) => [words.slice(0, words.length - cut).join('.'), words.slice(words.length - cut)]);
}

function pointerOf(expression: Expression): string[] {
  return 'pointer' in expression && expression.pointer !== undefined ? parsePointer(expression.pointer) : [];
}

function isOpening(step: PlannedStep | undefined): boolean {
  return step !== undefined && 'operationId' in step.calls && OPENS.has(step.calls.operationId);
}
