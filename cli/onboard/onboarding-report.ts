import { printableTexts } from '../../core/printable.ts';
import type { Stopped } from '../../core/stopped.ts';
import type { Counts } from './counts.ts';
import type { JournalHeader } from './journal-header.ts';
import type { Group } from './tally.ts';

/** What became of an onboarding: how many, for which reasons, and where it is written down. It holds no personal data. */
export interface OnboardingReport extends Omit<JournalHeader, 'schemaVersion' | 'sample'> {
  readonly schemaVersion: 1;
  readonly outcome: 'accepted' | 'rejected' | 'stopped';
  readonly counts: Counts;
  readonly refused: readonly Group[];
  /** Of this session only: those of earlier ones were tried again. */
  readonly failed: readonly Group[];
  /** Whom people at the bank decide about, as this session saw. */
  readonly undecided: readonly Group[];
  readonly journal: string;
  readonly durationMs: number;
  /** Customers that ended in this session, for each second of it. */
  readonly customersPerSecond: number;
  readonly stopped?: Stopped & { readonly code?: string };
}

/** The report as a person reads it at the end; with accounts it tells who is at the bank and who has all of theirs. */
export function renderReport(
  rawReport: OnboardingReport,
  { opensAccounts }: { readonly opensAccounts: boolean },
): string {
  const { counts, refused, failed, undecided, customersPerSecond, journal, target, seed } = printableTexts(rawReport);
  const { total, onboarded, accepted, open } = counts;
  const ended = opensAccounts ? `onboarded ${onboarded}, with all their accounts ${accepted}` : `accepted ${accepted}`;
  const rate = customersPerSecond > 0 ? `, ${customersPerSecond.toFixed(1)} customers/s` : '';
  return [
    `Onboarding of ${total} customers of seed ${seed} on ${target}${rate}`,
    `  ${ended}, refused ${counts.refused}, failed ${counts.failed}${open > 0 ? `, not finished ${open}` : ''}`,
    ...[...refused, ...failed, ...undecided].map(renderGroup),
    `  journal: ${journal}`,
  ].join('\n');
}

function renderGroup({ outcome, operationId, statusCode, reason, count, first }: Group): string {
  const more = count > first.length ? ', ...' : '';
  const status = statusCode === undefined ? '' : ` ${statusCode}`;
  return `  ${outcome} ${count}: ${operationId}${status} "${reason}", customer ${first.join(', ')}${more}`;
}
