import type { Provenance } from './operation.ts';

/**
 * The severity of a finding. `failure`: the target contradicts its documents. `discovery`: the target differs from an
 * inferred part of the contract, or has something new. `probe`: it answers a question that the documents leave open.
 */
export type Severity = 'failure' | 'discovery' | 'probe';

/** The kind of target: the emulator, which must keep the whole contract, or a real bank. */
export type TargetKind = 'emulator' | 'bank';

/** A difference that a check or a law found. It has the provenance of the rule; the severity depends on the target. */
export interface Deviation {
  /** The name of the check or law: a sentence that is true of good input. */
  readonly rule: string;
  readonly requirementIds: readonly string[];
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly operationId?: string;
  /** A JSON pointer into the body. */
  readonly pointer?: string;
  readonly provenance: Provenance;
  /** The row of the discrepancy register that the rule relies on. */
  readonly discrepancy?: string;
  /** True for a new value or field, which the bank's versioning policy allows. */
  readonly additive?: boolean;
}

/** A deviation with its severity on the target of the run. */
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

/** Returns the severity of a deviation, which depends on its provenance and on the kind of target. */
export function severityOf(deviation: Deviation, target: TargetKind): Severity {
  if (deviation.additive) return 'discovery';
  if (target === 'bank' && deviation.discrepancy !== undefined) return 'probe';
  return severities[deviation.provenance][target];
}
