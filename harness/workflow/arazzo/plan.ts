import type { DescribedDocument, Report } from './description.ts';
import type { ArazzoParameter, ArazzoStep, ArazzoWorkflow, FailureAction, SuccessAction } from './document.ts';
import { parseExpression } from './parse-expression.ts';
import type { Problem } from './problem.ts';
import { collectProblems } from './report-problems.ts';
import { findOperation, resolveReusables } from './resolve-references.ts';

/** A workflow with everything it refers to in place: what the engine executes. */
export interface PlannedWorkflow {
  /** Its document and its id. */
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
  /** The operation that it calls, by its key in the operation index, or a workflow's key. */
  readonly calls: { readonly operationId: string } | { readonly workflow: string };
  /** The step's own, and those of the workflow that it does not overrule. */
  readonly parameters: readonly ArazzoParameter[];
  readonly onSuccess: readonly PlannedAction<SuccessAction>[];
  readonly onFailure: readonly PlannedAction<FailureAction>[];
}

/** An action: the step's own come first, then those of the workflow that it does not overrule by name. */
export interface PlannedAction<Action extends SuccessAction | FailureAction = SuccessAction | FailureAction> {
  readonly action: Action;
  /** The key of the workflow that it goes to or calls. */
  readonly workflow?: string;
  readonly parameters: readonly ArazzoParameter[];
}

/** Every workflow that can be reached from one, and what stands in the way of executing them. */
export interface Plan {
  readonly entry: PlannedWorkflow;
  readonly workflows: ReadonlyMap<string, PlannedWorkflow>;
}

/** The key of a workflow in a plan. */
export function keyOf(source: DescribedDocument, workflowId: string): string {
  return `${source.id}#${workflowId}`;
}

/**
 * Plans a workflow: finds operations and workflows by what refers to them, puts components in place, and merges what the
 * workflow says for all steps. Problems are collected; the plan holds only what could be resolved.
 */
export function planWorkflow(source: DescribedDocument, workflowId: string): { plan: Plan; problems: Problem[] } {
  const { problems, report } = collectProblems();
  const workflows = new Map<string, PlannedWorkflow>();
  const planner = new Planner(workflows, report);
  const entry = planner.plan(source, workflowId);
  return { plan: { entry, workflows }, problems };
}

class Planner {
  private readonly workflows: Map<string, PlannedWorkflow>;
  private readonly report: Report;

  constructor(workflows: Map<string, PlannedWorkflow>, report: Report) {
    this.workflows = workflows;
    this.report = report;
  }

  plan(source: DescribedDocument, workflowId: string): PlannedWorkflow {
    const key = keyOf(source, workflowId);
    const known = this.workflows.get(key);
    if (known) return known;
    const index = source.document.workflows.findIndex((workflow) => workflow.workflowId === workflowId);
    const workflow = source.document.workflows[index] as ArazzoWorkflow;
    const pointer = `/workflows/${index}`;
    const steps: PlannedStep[] = [];
    const dependsOn: string[] = [];
    const planned: PlannedWorkflow = { key, source, workflow, pointer, steps, dependsOn };
    this.workflows.set(key, planned);
    for (const [at, reference] of (workflow.dependsOn ?? []).entries()) {
      const found = this.findWorkflow(source, reference, `${pointer}/dependsOn/${at}`);
      if (found) dependsOn.push(found);
    }
    const seen = new Set<string>();
    for (const [at, step] of workflow.steps.entries()) {
      const place = `${pointer}/steps/${at}`;
      if (seen.has(step.stepId))
        this.report(source, `${place}/stepId`, `Step "${step.stepId}" carries the id of an earlier step`);
      seen.add(step.stepId);
      const found = this.planStep(planned, step, place);
      if (found) steps.push(found);
    }
    return planned;
  }

  private planStep({ source, workflow, pointer: parent }: PlannedWorkflow, step: ArazzoStep, pointer: string) {
    const calls = this.findCall(source, step, pointer);
    const within = { source, report: this.report };
    const inherited = {
      parameters: resolveReusables(workflow.parameters, 'parameters', { ...within, pointer: `${parent}/parameters` }),
      onSuccess: resolveReusables(workflow.successActions, 'successActions', {
        ...within,
        pointer: `${parent}/successActions`,
      }),
      onFailure: resolveReusables(workflow.failureActions, 'failureActions', {
        ...within,
        pointer: `${parent}/failureActions`,
      }),
    };
    const own = {
      parameters: resolveReusables(step.parameters, 'parameters', { ...within, pointer: `${pointer}/parameters` }),
      onSuccess: resolveReusables(step.onSuccess, 'successActions', { ...within, pointer: `${pointer}/onSuccess` }),
      onFailure: resolveReusables(step.onFailure, 'failureActions', { ...within, pointer: `${pointer}/onFailure` }),
    };
    if (!calls) return undefined;
    const action =
      (place: string) =>
      <Action extends SuccessAction | FailureAction>(one: Action) =>
        this.planAction(source, one, `${pointer}/${place}`);
    const planned: PlannedStep = {
      ...{ step, pointer, calls },
      parameters: overrule(own.parameters, inherited.parameters, ({ name, in: place = '' }) => `${place} ${name}`),
      onSuccess: overrule(own.onSuccess, inherited.onSuccess, ({ name }) => name).map(action('onSuccess')),
      onFailure: overrule(own.onFailure, inherited.onFailure, ({ name }) => name).map(action('onFailure')),
    };
    return planned;
  }

  private planAction<Action extends SuccessAction | FailureAction>(
    source: DescribedDocument,
    action: Action,
    pointer: string,
  ): PlannedAction<Action> {
    const within = { source, report: this.report, pointer };
    const parameters = resolveReusables(action.parameters, 'parameters', within);
    const workflow =
      action.workflowId === undefined ? undefined : this.findWorkflow(source, action.workflowId, pointer);
    return { action, parameters, ...(workflow === undefined ? {} : { workflow }) };
  }

  private findCall(source: DescribedDocument, step: ArazzoStep, pointer: string): PlannedStep['calls'] | undefined {
    if (step.workflowId !== undefined) {
      const workflow = this.findWorkflow(source, step.workflowId, `${pointer}/workflowId`);
      return workflow === undefined ? undefined : { workflow };
    }
    const found = findOperation(source, step);
    if (typeof found !== 'string') return { operationId: found.operationId };
    const field = step.operationId === undefined ? 'operationPath' : 'operationId';
    this.report(source, `${pointer}/${field}`, `Step "${step.stepId}" ${found}`);
    return undefined;
  }

  /** Finds a workflow by its id in the document, or by `$sourceDescriptions.{source}.{workflowId}`, and plans it too. */
  private findWorkflow(source: DescribedDocument, reference: string, pointer: string): string | undefined {
    const expression = parseExpression(reference);
    const isOther = expression?.kind === 'sourceDescriptions';
    const other = isOther ? source.sources.get(expression.source) : undefined;
    const target = isOther ? (other?.type === 'arazzo' ? other.document : undefined) : source;
    if (!target) {
      this.report(source, pointer, `"${reference}" names no source of type arazzo`);
      return undefined;
    }
    const workflowId = isOther ? expression.reference : reference;
    const ids = target.document.workflows.map((workflow) => workflow.workflowId);
    if (ids.includes(workflowId)) return this.plan(target, workflowId).key;
    this.report(source, pointer, `There is no workflow "${workflowId}"; there is: ${ids.join(', ')}`);
    return undefined;
  }
}

/** What comes with a step, and after it what it inherits and does not overrule. */
function overrule<T>(own: readonly T[], inherited: readonly T[], nameOf: (item: T) => string): T[] {
  const names = new Set(own.map(nameOf));
  return [...own, ...inherited.filter((item) => !names.has(nameOf(item)))];
}
