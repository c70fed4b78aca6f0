import type { ContractCheck } from '../contract-check.ts';

/** The status of the answer is one that the contract lists for the operation. Source: L-ERR; S-SUB shows 200 for creates. */
export const statusIsDocumented: ContractCheck = {
  rule: 'status-is-documented',
  requirementIds: ['C26', 'I14', 'L01', 'L22'],
  check({ response }, operation) {
    if (operation.responses[response.statusCode]) return [];
    return [
      {
        message: `${operation.operationId} answered with a status that the contract does not list`,
        expected: Object.keys(operation.responses).join(', '),
        actual: String(response.statusCode),
        provenance: operation.provenance,
        ...(operation.discrepancy ? { discrepancy: operation.discrepancy } : {}),
      },
    ];
  },
};
