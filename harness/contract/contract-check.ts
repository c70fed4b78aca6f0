import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { Operation } from '../../core/operation.ts';

/** One check of one exchange. Its rule is a sentence that is true of a good exchange. */
export interface ContractCheck {
  readonly rule: string;
  readonly requirementIds: readonly string[];
  check(exchange: Exchange, operation: Operation): DeviationFacts[];
}

/** A deviation without what the check itself already says. */
export type DeviationFacts = Omit<Deviation, 'rule' | 'requirementIds' | 'operationId'>;
