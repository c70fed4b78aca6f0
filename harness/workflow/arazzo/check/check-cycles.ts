import type { Report } from '../description.ts';
import type { Plan, PlannedWorkflow } from '../plan.ts';

type Ways = ReadonlyMap<string, readonly string[]>;

/**
 * Reports workflows that call or depend on each other, also through a goto: they would never end. Cycles of gotos only
 * can end by their criteria; `check-loops.ts` reports those that cannot.
 */
export function checkCycles(workflows: Plan['workflows'], report: Report): void {
  const calls = new Map([...workflows].map(([key, workflow]) => [key, calledBy(workflow)]));
  const ways = new Map(
    [...workflows].map(([key, workflow]) => [key, [...(calls.get(key) ?? []), ...goneToBy(workflow)]]),
  );
  const onCycle = leadingIntoCycles(ways);
  const reported = new Set<string>();
  for (const caller of [...workflows.values()].filter(({ key }) => onCycle.has(key))) {
    for (const called of calls.get(caller.key) ?? []) {
      const back = onCycle.has(called) ? wayBetween(called, caller.key, ways) : undefined;
      if (!back) continue;
      const signature = [...back].sort().join(' ');
      const ids = [caller.key, ...back].map((key) => workflows.get(key)?.workflow.workflowId ?? key);
      if (!reported.has(signature))
        report(caller.source, caller.pointer, `Workflows call each other in a cycle: ${ids.join(' -> ')}`);
      reported.add(signature);
    }
  }
}

/** Returns the workflows on cycles: removes those that lead nowhere until none is left. Usually empty. */
function leadingIntoCycles(ways: Ways): Set<string> {
  const left = new Set(ways.keys());
  const open = new Map([...ways].map(([key, next]) => [key, next.length]));
  const before = new Map<string, string[]>();
  for (const [key, next] of ways) for (const to of next) before.set(to, [...(before.get(to) ?? []), key]);
  const ended = [...ways.keys()].filter((key) => open.get(key) === 0);
  for (let key = ended.pop(); key !== undefined; key = ended.pop()) {
    left.delete(key);
    for (const from of before.get(key) ?? []) {
      const count = (open.get(from) ?? 0) - 1;
      open.set(from, count);
      if (count === 0) ended.push(from);
    }
  }
  return left;
}

/** Returns the shortest way from one workflow to another, both included; undefined if there is none. */
function wayBetween(from: string, to: string, ways: Ways): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const key of cameFrom.keys()) {
    if (key === to) return wayBack(key, cameFrom);
    for (const next of ways.get(key) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, key);
  }
  return undefined;
}

function wayBack(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = [];
  for (let key: string | undefined = end; key !== undefined; key = cameFrom.get(key)) way.push(key);
  return way.reverse();
}

function calledBy({ steps, dependsOn }: PlannedWorkflow): string[] {
  const called = steps.flatMap(({ calls, onFailure }) => [
    ...('workflow' in calls ? [calls.workflow] : []),
    ...onFailure.flatMap(({ action, workflow }) => (action.type === 'retry' && workflow ? [workflow] : [])),
  ]);
  return [...new Set([...dependsOn, ...called])];
}

function goneToBy({ steps }: PlannedWorkflow): string[] {
  return steps.flatMap(({ onSuccess, onFailure }) =>
    [...onSuccess, ...onFailure].flatMap(({ action, workflow }) =>
      action.type === 'goto' && workflow ? [workflow] : [],
    ),
  );
}
