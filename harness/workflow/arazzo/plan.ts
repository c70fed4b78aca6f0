import type { Operation } from '../../../core/operation.ts';
import { collectProblems } from './check/report-problems.ts';
import type { DescribedDocument, Report } from './description.ts';
import type {
  ArazzoDocument,
  ArazzoParameter,
  ArazzoStep,
  ArazzoWorkflow,
  FailureAction,
  SuccessAction,
} from './document.ts';
import { findOperation } from './find-operation.ts';
import { parseExpression } from './parse-expression.ts';
import type { Problem } from './problem.ts';
import { type Group, type ListOf, type Placed, parameterKey, resolveReusables } from './resolve-reusables.ts';

/** A workflow with all its references resolved, as the engine executes it. */
export interface PlannedWorkflow {
  /** The key of its document and its id. */
  readonly key: string;
  readonly source: DescribedDocument;
  readonly workflow: ArazzoWorkflow;
  readonly pointer: string;
  readonly steps: readonly PlannedStep[];
  /** Keys of the workflows that run before it. */
  readonly dependsOn: readonly string[];
}

export interface PlannedStep {
  readonly step: ArazzoStep;
  readonly pointer: string;
  readonly calls: Call;
  /** The parameters of the step, and those of the workflow that it does not override. */
  readonly parameters: readonly PlannedParameter[];
  readonly onSuccess: readonly PlannedAction<SuccessAction>[];
  readonly onFailure: readonly PlannedAction<FailureAction>[];
}

/** The target of a step: an operation by its key in the operation index, or the key of a workflow. */
export type Call = { readonly operationId: string; readonly operation: Operation } | { readonly workflow: string };

/** A parameter with its place: in the step, the workflow or the components. */
export interface PlannedParameter extends ArazzoParameter {
  readonly pointer: string;
}

/** An action; those of the step come first, then those of the workflow that it does not override by name. */
export interface PlannedAction<Action extends SuccessAction | FailureAction = SuccessAction | FailureAction> {
  readonly action: Action;
  /** The pointer to its place: in the step, the workflow or the components. */
  readonly pointer: string;
  /** The key of the workflow that it goes to or calls. */
  readonly workflow?: string;
  readonly parameters: readonly PlannedParameter[];
}

/** All workflows that can be reached from one, and the problems that prevent their execution. */
export interface Plan {
  readonly entry: PlannedWorkflow;
  readonly workflows: ReadonlyMap<string, PlannedWorkflow>;
}

/** Returns the key of a workflow in a plan. */
export function keyOf(source: DescribedDocument, workflowId: string): string {
  return `${source.id}#${workflowId}`;
}

/**
 * Plans a workflow: finds operations and workflows, resolves components, and merges what the workflow says for all
 * steps. Collects problems; the plan contains only what could be resolved. Workflows that are part of several plans are
 * the same objects in all of them.
 */
export function planWorkflow(source: DescribedDocument, workflowId: string): { plan: Plan; problems: Problem[] } {
  const problems: Problem[] = [];
  const workflows = new Map<string, PlannedWorkflow>();
  const first = planOnce({ source, workflowId });
  const open = [first];
  for (let next = open.pop(); next; next = open.pop()) {
    if (workflows.has(next.planned.key)) continue;
    workflows.set(next.planned.key, next.planned);
    problems.push(...next.problems);
    open.push(...next.leadsTo.map(planOnce).reverse());
  }
  return { plan: { entry: first.planned, workflows }, problems };
}

/** A workflow of a document. */
interface Named {
  readonly source: DescribedDocument;
  readonly workflowId: string;
}

interface PlannedAlone {
  readonly planned: PlannedWorkflow;
  readonly problems: readonly Problem[];
  /** The workflows that it calls, goes to or depends on. */
  readonly leadsTo: readonly Named[];
}

const plannedBefore = new WeakMap<DescribedDocument, Map<string, PlannedAlone>>();

function planOnce({ source, workflowId }: Named): PlannedAlone {
  const ofSource = plannedBefore.get(source) ?? new Map<string, PlannedAlone>();
  plannedBefore.set(source, ofSource);
  const planned = ofSource.get(workflowId) ?? new Planner().plan(source, workflowId);
  ofSource.set(workflowId, planned);
  return planned;
}

/** Plans one workflow and records the workflows that it leads to. */
class Planner {
  private readonly leadsTo: Named[] = [];
  private readonly problems: Problem[];
  private readonly report: Report;

  constructor() {
    const { problems, report } = collectProblems();
    this.problems = problems;
    this.report = report;
  }

  plan(source: DescribedDocument, workflowId: string): PlannedAlone {
    const [index = -1, ...others] = indexesOf(source.document).get(workflowId) ?? [];
    const workflow = source.document.workflows[index] as ArazzoWorkflow;
    const pointer = `/workflows/${index}`;
    if (others.length > 0)
      this.report(source, `${pointer}/workflowId`, `Two workflows of the document are called "${workflowId}"`);
    const steps: PlannedStep[] = [];
    const dependsOn: string[] = [];
    const planned = { key: keyOf(source, workflowId), source, workflow, pointer, steps, dependsOn };
    for (const [at, reference] of (workflow.dependsOn ?? []).entries()) {
      const found = this.findWorkflow(source, reference, `${pointer}/dependsOn/${at}`);
      if (found) dependsOn.push(found);
    }
    const seen = new Set<string>();
    for (const [at, step] of workflow.steps.entries()) {
      const place = `${pointer}/steps/${at}`;
      if (seen.has(step.stepId))
        this.report(source, `${place}/stepId`, `Step "${step.stepId}" has the id of an earlier step`);
      seen.add(step.stepId);
      const found = this.planStep(planned, step, place);
      if (found) steps.push(found);
    }
    return { planned, problems: this.problems, leadsTo: this.leadsTo };
  }

  private planStep(planned: PlannedWorkflow, step: ArazzoStep, pointer: string): PlannedStep | undefined {
    const { source, workflow, pointer: parent } = planned;
    const calls = this.findCall(source, step, pointer);
    const resolve = <G extends Group>(items: ListOf<G> | undefined, group: G, place: string) =>
      resolveReusables(items, group, { source, pointer: place, report: this.report });
    const inherited = {
      parameters: resolve(workflow.parameters, 'parameters', `${parent}/parameters`),
      onSuccess: resolve(workflow.successActions, 'successActions', `${parent}/successActions`),
      onFailure: resolve(workflow.failureActions, 'failureActions', `${parent}/failureActions`),
    };
    const own = {
      parameters: resolve(step.parameters, 'parameters', `${pointer}/parameters`),
      onSuccess: resolve(step.onSuccess, 'successActions', `${pointer}/onSuccess`),
      onFailure: resolve(step.onFailure, 'failureActions', `${pointer}/onFailure`),
    };
    if (!calls) return undefined;
    // All parameters of a call of a workflow are inputs, whatever their "in".
    const keyOfParameter = 'workflow' in calls ? ({ name }: ArazzoParameter) => name : parameterKey;
    // A goto for all steps, such as "go to cleanup", does not apply to its own target: that would be an endless loop.
    const leadsElsewhere = ({ item }: Placed<SuccessAction | FailureAction>) => item.stepId !== step.stepId;
    const action = <Action extends SuccessAction | FailureAction>(one: Placed<Action>) => this.planAction(source, one);
    return {
      step,
      pointer,
      calls,
      parameters: overrule(own.parameters, inherited.parameters, keyOfParameter).map(placeParameter),
      onSuccess: overrule(own.onSuccess, inherited.onSuccess.filter(leadsElsewhere), ({ name }) => name).map(action),
      onFailure: overrule(own.onFailure, inherited.onFailure.filter(leadsElsewhere), ({ name }) => name).map(action),
    };
  }

  private planAction<Action extends SuccessAction | FailureAction>(
    source: DescribedDocument,
    { item: action, pointer }: Placed<Action>,
  ): PlannedAction<Action> {
    const place = { source, report: this.report, pointer: `${pointer}/parameters` };
    const parameters = resolveReusables(action.parameters, 'parameters', place).map(placeParameter);
    const workflow =
      action.workflowId === undefined
        ? undefined
        : this.findWorkflow(source, action.workflowId, `${pointer}/workflowId`);
    return { action, pointer, parameters, ...(workflow === undefined ? {} : { workflow }) };
  }

  private findCall(source: DescribedDocument, step: ArazzoStep, pointer: string): Call | undefined {
    if (step.workflowId !== undefined) {
      const workflow = this.findWorkflow(source, step.workflowId, `${pointer}/workflowId`);
      return workflow === undefined ? undefined : { workflow };
    }
    // An unsupported feature is reported by its name.
    if ('channelPath' in step) return undefined;
    const found = findOperation(source, step);
    if (typeof found !== 'string') return { operationId: found.operationId, operation: found };
    const field = step.operationId === undefined ? 'operationPath' : 'operationId';
    this.report(source, `${pointer}/${field}`, `Step "${step.stepId}" ${found}`);
    return undefined;
  }

  /** Finds a workflow by its id in the document, or by `$sourceDescriptions.{source}.{workflowId}`. */
  private findWorkflow(source: DescribedDocument, reference: string, pointer: string): string | undefined {
    const expression = parseExpression(reference);
    const isOther = expression?.kind === 'sourceDescriptions';
    const other = isOther ? source.sources.get(expression.source) : undefined;
    const target = isOther ? (other?.type === 'arazzo' ? other.document : undefined) : source;
    if (!target) {
      this.report(source, pointer, `"${reference}" does not name a source of type arazzo`);
      return undefined;
    }
    const workflowId = isOther ? expression.reference : reference;
    const indexes = indexesOf(target.document);
    if (indexes.has(workflowId)) {
      this.leadsTo.push({ source: target, workflowId });
      return keyOf(target, workflowId);
    }
    const ids = target.document.workflows.map((workflow) => workflow.workflowId).join(', ');
    this.report(source, pointer, `There is no workflow "${workflowId}"; expected one of: ${ids}`);
    return undefined;
  }
}

const known = new WeakMap<ArazzoDocument, ReadonlyMap<string, readonly number[]>>();

/** Returns the indexes of the workflows of a document by id; a valid document has one index for each. */
function indexesOf(document: ArazzoDocument): ReadonlyMap<string, readonly number[]> {
  const indexes = known.get(document) ?? indexWorkflows(document);
  known.set(document, indexes);
  return indexes;
}

function indexWorkflows({ workflows }: ArazzoDocument): Map<string, number[]> {
  const indexes = new Map<string, number[]>();
  workflows.forEach(({ workflowId }, at) => {
    const same = indexes.get(workflowId);
    if (same) same.push(at);
    else indexes.set(workflowId, [at]);
  });
  return indexes;
}

function placeParameter({ item, pointer }: Placed<ArazzoParameter>): PlannedParameter {
  return { ...item, pointer };
}

/** Returns a step's own items, followed by the inherited ones that it does not override. */
function overrule<T>(
  own: readonly Placed<T>[],
  inherited: readonly Placed<T>[],
  keyOf: (item: T) => string,
): Placed<T>[] {
  const keys = new Set(own.map(({ item }) => keyOf(item)));
  return [...own, ...inherited.filter(({ item }) => !keys.has(keyOf(item)))];
}
