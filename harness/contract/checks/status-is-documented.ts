import type { ReceivedResponse } from '../../../core/exchange.ts';
import { responseOf } from '../../../core/operation.ts';
import type { ContractCheck } from '../contract-check.ts';

/** The contract lists the status of the answer for the operation. Source: L-ERR; S-SUB shows 200 for creates. */
export const statusIsDocumented: ContractCheck = {
  rule: 'status-is-documented',
  requirementIds: ['C26', 'I14', 'L01', 'L22'],
  check({ response }, operation) {
    if (responseOf(operation, response.statusCode)) return [];
    const success = Object.entries(operation.responses).find(([status]) => status < '300')?.[1];
    const isOtherSuccess = response.statusCode >= 200 && response.statusCode < 300;
    const discrepancy = (isOtherSuccess ? success?.discrepancy : undefined) ?? operation.discrepancy;
    return [
      {
        message: `${operation.operationId} answered with an undocumented status`,
        expected: Object.keys(operation.responses).join(', '),
        actual: `${response.statusCode}${describeRedirect(response)}`,
        provenance: operation.provenance,
        ...(discrepancy ? { discrepancy } : {}),
      },
    ];
  },
};

/** Describes a redirect. Redirects are never followed: the token would be sent to another host. */
function describeRedirect({ statusCode, headers }: ReceivedResponse): string {
  const { location } = headers;
  if (statusCode < 300 || statusCode >= 400 || location === undefined) return '';
  return URL.canParse(location)
    ? `, a redirect to "${new URL(location).origin}" that was not followed`
    : ', a redirect that was not followed';
}
