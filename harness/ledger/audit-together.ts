import { type Finding, severityOf } from '../../core/finding.ts';
import type { Target } from '../../core/target.ts';
import { createClient } from '../client/client.ts';
import { maskReport } from '../masking/mask-report.ts';
import { type AuditorState, createAuditor } from './auditor.ts';
import { accountKey, emptyBooks, type KnownAccount } from './books.ts';

/** The findings over the accounts of several runs. */
export interface JointAudit {
  readonly findings: readonly Finding[];
  readonly accountCount: number;
  readonly lawsChecked: readonly string[];
}

/**
 * Checks every law over the accounts of all runs on one bank after they have ended. It finds faults that no single run
 * sees, such as a trace number used by two of them. Reads the books twice; nothing may change in between.
 */
export async function auditTogether(target: Target, runs: readonly AuditorState[]): Promise<JointAudit> {
  const accounts = new Map<string, KnownAccount>(
    runs.flatMap((run) => run.accounts.map((account) => [accountKey(account), account] as const)),
  );
  const client = createClient(target);
  const first = createAuditor(client, { accounts: [...accounts.values()], books: emptyBooks });
  await first.audit({ effects: [], sweep: true });
  const { deviations, lawsChecked } = await createAuditor(client, first.state()).audit({ effects: [], sweep: true });
  const findings = deviations.map(
    (deviation): Finding => ({ ...deviation, stepId: 'all runs', severity: severityOf(deviation, target.kind) }),
  );
  return maskReport({ findings, accountCount: accounts.size, lawsChecked }, client.secrets);
}
