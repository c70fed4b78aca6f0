import type { ValidateFunction } from 'ajv';
import { invariant } from '../../core/errors.ts';
import { validators } from '../../generated/validators/requests.js';
import { type CustomerRecord, UNASSIGNED_ID } from './customer-record.ts';

/** The placeholder for an account number while a body is checked. */
const NUMBER = '0';

/**
 * Checks every body of a record with the validators of the emulator. Returns one line for each problem, without values.
 */
export function validateCustomer(record: CustomerRecord): string[] {
  const problems: string[] = [];
  const check = (operationId: string, body: unknown) => {
    const validate: ValidateFunction | undefined = validators[operationId];
    invariant(validate, `${operationId} has no body`);
    if (validate(body)) return;
    for (const { instancePath, message } of validate.errors ?? [])
      problems.push(`${operationId} ${instancePath} ${message}`);
  };
  for (const { customer, identifications, share } of record.owners) {
    check('onboardCustomer', customer);
    for (const identification of identifications) check('addIdentification', identification);
    check('addBeneficialOwner', { ...share, ownerCustomerId: UNASSIGNED_ID });
  }
  check('onboardCustomer', record.customer);
  for (const identification of record.identifications) check('addIdentification', identification);
  for (const { account, subledgers = [] } of record.accounts ?? []) {
    check('openAccount', { ...account, customerId: UNASSIGNED_ID, productId: UNASSIGNED_ID });
    for (const subledger of subledgers) check('createSubaccount', { ...subledger, masterAccountNumber: NUMBER });
  }
  for (const entry of record.payroll?.entries ?? [])
    check('simulateInboundOrigination', { ...entry, receiverAccountNumber: NUMBER });
  return problems;
}
