import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { Operation } from '../../core/operation.ts';
import type { Contract } from './contract.ts';

/** One check of an exchange. Its rule is a sentence that is true of a correct exchange. */
export interface ContractCheck {
  readonly rule: string;
  /** The requirements of COS that it checks; findings of another API cite none. */
  readonly requirementIds: readonly string[];
  check(exchange: Exchange, operation: Operation, contract: Contract): DeviationFacts[];
}

/** A deviation without the fields that the check adds. */
export type DeviationFacts = Omit<Deviation, 'rule' | 'requirementIds' | 'operationId'>;
