import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { Operation } from '../../core/operation.ts';
import type { Contract } from './contract.ts';

/** One check of one exchange. Its rule is a sentence that is true of a good exchange. */
export interface ContractCheck {
  readonly rule: string;
  /** The requirements of COS that it holds; another API's exchanges cite none. */
  readonly requirementIds: readonly string[];
  check(exchange: Exchange, operation: Operation, contract: Contract): DeviationFacts[];
}

/** A deviation without what the check itself already says. */
export type DeviationFacts = Omit<Deviation, 'rule' | 'requirementIds' | 'operationId'>;
