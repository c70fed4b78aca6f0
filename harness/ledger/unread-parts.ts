import { UnsafePath } from '../client/render-path.ts';
import { exchangeOf } from '../client/typed-client.ts';
import { findAnswerProblem } from '../contract/answer-problem.ts';
import { cosContract } from '../contract/contract.ts';
import type { Unread } from './books.ts';

/** The error of an answer that cannot be used as its type. */
export class UnreadableAnswer extends Error {
  readonly operationId: string;
  readonly facts: Unread['facts'];

  constructor(operationId: string, reason: string, facts: Unread['facts'] = { provenance: 'source' }) {
    super(reason);
    this.operationId = operationId;
    this.facts = facts;
  }
}

/** The parts of the books that could not be read in one observation. */
export class UnreadParts {
  readonly parts: Unread[] = [];

  /** Reads a part; if that fails, records it as unread and returns `otherwise`. */
  async reading<Value>(
    what: Pick<Unread, 'part' | 'subject'>,
    read: () => Promise<Value>,
    otherwise?: Value,
  ): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UnreadableAnswer || error instanceof UnsafePath)) throw error;
      const { operationId, message: reason } = error;
      // An id that is not allowed in a path comes from the bank.
      const facts = error instanceof UnreadableAnswer ? error.facts : { provenance: 'source' as const };
      this.parts.push({ ...what, operationId, reason, facts });
      return otherwise;
    }
  }
}

/**
 * Returns the data of an answer that matches the contract, in all or in some properties. Throws UnreadableAnswer
 * otherwise.
 */
export function dataOf<Data>(result: { data?: Data; response: Response }, fields?: readonly string[]): Data {
  const exchange = exchangeOf(result);
  const problem = findAnswerProblem(exchange, cosContract, fields);
  if (problem) throw new UnreadableAnswer(exchange.operationId, problem.reason, problem.facts);
  return result.data as Data;
}
