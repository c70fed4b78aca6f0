import type { Provenance } from './operation.ts';

/**
 * failure: the target breaks what its documents say. discovery: the target differs from what we concluded, or has
 * something new. probe: an answer to a question that the documents leave open.
 */
export type Severity = 'failure' | 'discovery' | 'probe';

/** The kind of target: our emulator, which claims the whole contract, or a bank. */
export type TargetKind = 'emulator' | 'bank';

/** What a check or a law reports: what was wanted and what came. It says how sure the contract is, not how bad it is. */
export interface Deviation {
  /** The check or law, a sentence that is true of good input. */
  readonly rule: string;
  readonly requirementIds: readonly string[];
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly operationId?: string;
  /** JSON pointer into the body, where there is one. */
  readonly pointer?: string;
  readonly provenance: Provenance;
  /** A row of the discrepancy register that the element stands on. */
  readonly discrepancy?: string;
  /** New values and new fields: the bank's versioning policy allows them. */
  readonly additive?: boolean;
}

/** A deviation with the severity it has on the target of this run. */
export interface Finding extends Deviation {
  readonly severity: Severity;
  readonly stepId: string;
}

const severities: Record<Provenance, Record<TargetKind, Severity>> = {
  source: { emulator: 'failure', bank: 'failure' },
  public: { emulator: 'failure', bank: 'failure' },
  observed: { emulator: 'failure', bank: 'failure' },
  inferred: { emulator: 'failure', bank: 'discovery' },
};

/** Decides how bad a deviation is, from its provenance and the kind of target. The emulator is held to all of the contract. */
export function severityOf(deviation: Deviation, target: TargetKind): Severity {
  if (deviation.additive) return 'discovery';
  if (target === 'bank' && deviation.discrepancy !== undefined) return 'probe';
  return severities[deviation.provenance][target];
}
