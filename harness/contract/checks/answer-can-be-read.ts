import type { ContractCheck } from '../contract-check.ts';

/** The body of an answer can be read: it is not too long, not nested too deeply, and has no property twice. */
export const answerCanBeRead: ContractCheck = {
  rule: 'answer-can-be-read',
  requirementIds: [],
  check({ response: { unreadable } }, { operationId }) {
    if (unreadable === undefined) return [];
    return [
      {
        message: `The answer to ${operationId} was not read`,
        expected: 'a body within the limits, without duplicate properties',
        actual: unreadable,
        provenance: 'source',
      },
    ];
  },
};
