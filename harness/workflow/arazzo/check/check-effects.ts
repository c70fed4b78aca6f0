import type { Report } from '../description.ts';
import type { EffectDeclaration } from '../document.ts';
import type { Plan } from '../plan.ts';
import { AccountOrigins } from './account-origins.ts';

/** Reports effects on accounts that no step has opened, effects on calls of workflows, and polls without a retry. */
export function checkEffects(plan: Plan, report: Report): void {
  const origins = new AccountOrigins(plan);
  for (const workflow of plan.workflows.values()) {
    for (const step of workflow.steps) {
      const { effects = [], poll, losesAnswer } = step.step['x-crosscheck'] ?? {};
      const where = `${step.pointer}/x-crosscheck`;
      effects.forEach((effect, at) => {
        const account = accountOf(effect);
        if (account === undefined || origins.isOpened(account, workflow, step)) return;
        const message = `Step "${step.step.stepId}" declares an effect on "${account}", an account that no step opened`;
        report(
          workflow.source,
          `${where}/effects/${at}`,
          `${message}: expected the accountNumber of a step that opens one`,
        );
      });
      const retries = step.onFailure.some(({ action }) => action.type === 'retry' && (action.retryAfter ?? 0) > 0);
      if (poll && !retries && 'operation' in step.calls)
        report(
          workflow.source,
          `${where}/poll`,
          `Step "${step.step.stepId}" polls without a retry that sets the pause (retryAfter)`,
        );
      if ((effects.length > 0 || losesAnswer) && 'workflow' in step.calls)
        report(
          workflow.source,
          where,
          `Step "${step.step.stepId}" calls a workflow: declare effects on the steps of that workflow`,
        );
    }
  }
}

function accountOf(effect: EffectDeclaration): string | undefined {
  const [amount] = Object.values(effect) as (string | { readonly account: string })[];
  return typeof amount === 'object' ? amount.account : undefined;
}
