import type { OperationId } from '../../generated/operations.ts';

/** Requirements of one field or limit each, proved by the generated cases of an operation's body. */
const PROVEN: Partial<Record<OperationId, readonly string[]>> = {
  onboardCustomer: ['C02', 'C03', 'C04', 'C15', 'C19', 'D27'],
  addIdentification: ['I02', 'I04', 'I05', 'I06'],
  createSubaccount: ['L02', 'L03', 'L04', 'L05', 'L06', 'L07', 'L09', 'L12', 'L13'],
};

export function requirementsOf(operationId: OperationId): readonly string[] {
  return PROVEN[operationId] ?? [];
}
