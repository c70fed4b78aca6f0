import { plural } from '../../core/plural.ts';
import { printableTexts } from '../../core/printable.ts';
import type { Stopped } from '../../core/stopped.ts';
import type { Counts } from './counts.ts';
import type { FailureGroup } from './failure-groups.ts';
import type { ProgressHeader } from './progress-header.ts';

const REPORT_VERSION = 2;

/** The report of an onboarding: counts, reasons, and the progress file. It contains no personal data. */
export interface OnboardingReport extends Omit<ProgressHeader, 'schemaVersion' | 'sample'> {
  readonly schemaVersion: typeof REPORT_VERSION;
  readonly outcome: 'accepted' | 'rejected' | 'stopped';
  readonly counts: Counts;
  readonly refused: readonly FailureGroup[];
  /** Only of this session: those of earlier sessions were sent again. */
  readonly failed: readonly FailureGroup[];
  /** Customers under manual review at the bank, in this session. */
  readonly undecided: readonly FailureGroup[];
  readonly progressFile: string;
  readonly durationMs: number;
  /** Customers finished per second in this session. */
  readonly customersPerSecond: number;
  readonly stopped?: Stopped & { readonly code?: string };
}

/** Returns what the report says about the onboarding itself. */
export function describeHeader({ schemaVersion: _, sample: _2, ...described }: ProgressHeader) {
  return { schemaVersion: REPORT_VERSION, ...described } as const;
}

/**
 * Renders the report as text. With accounts, it distinguishes customers at the bank from those with all their accounts.
 */
export function renderReport(
  rawReport: OnboardingReport,
  { opensAccounts }: { readonly opensAccounts: boolean },
): string {
  const report = printableTexts(rawReport);
  const { counts, refused, failed, undecided, customersPerSecond, progressFile, target, seed } = report;
  const { total, onboarded, accepted, unfinished } = counts;
  const ended = opensAccounts ? `onboarded ${onboarded}, with all accounts ${accepted}` : `accepted ${accepted}`;
  const rate = customersPerSecond > 0 ? `, ${customersPerSecond.toFixed(1)} customers/s` : '';
  const unfinishedText = unfinished > 0 ? `, unfinished ${unfinished}` : '';
  return [
    `Onboarding of ${plural(total, 'customer')} of seed ${seed} on ${target}${rate}`,
    `  ${ended}, refused ${counts.refused}, failed ${counts.failed}${unfinishedText}`,
    ...[...refused, ...failed, ...undecided].map(renderGroup),
    `  progress file: ${progressFile}`,
  ].join('\n');
}

const OUTCOME_TEXTS = { refused: 'refused', failed: 'failed', undecided: 'under review' } as const;

function renderGroup({ outcome, operationId, statusCode, reason, count, customers }: FailureGroup): string {
  const more = count > customers.length ? ', ...' : '';
  const status = statusCode === undefined ? '' : ` ${statusCode}`;
  const numbers = `${count === 1 ? 'customer' : 'customers'} ${customers.join(', ')}${more}`;
  return `  ${OUTCOME_TEXTS[outcome]} ${count}: ${operationId}${status} "${reason}", ${numbers}`;
}
