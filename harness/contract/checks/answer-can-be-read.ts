import type { ContractCheck } from '../contract-check.ts';

/** The body of an answer can be read at all: it is not too long, not nested too deep, and no property is in it twice. */
export const answerCanBeRead: ContractCheck = {
  rule: 'answer-can-be-read',
  requirementIds: [],
  check({ response: { unreadable } }, { operationId }) {
    if (unreadable === undefined) return [];
    return [
      {
        message: `The answer to ${operationId} was not read`,
        expected: 'a body within the limits, each property once',
        actual: unreadable,
        provenance: 'source',
      },
    ];
  },
};
