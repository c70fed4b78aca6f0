import type { ValidateFunction } from 'ajv';
import { invariant } from '../../core/errors.ts';
import { validators } from '../../generated/validators/requests.js';
import { type CustomerRecord, NOBODYS_ID } from './customer-record.ts';

/** What stands for an account's number while a body is checked. */
const NUMBER = '0';

/**
 * Holds every body of a record against the contract, by the validators that the emulator refuses by. Gives a sentence for each
 * problem, without values.
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
    check('addBeneficialOwner', { ...share, ownerCustomerId: NOBODYS_ID });
  }
  check('onboardCustomer', record.customer);
  for (const identification of record.identifications) check('addIdentification', identification);
  for (const { account, subledgers = [] } of record.accounts ?? []) {
    check('openAccount', { ...account, customerId: NOBODYS_ID, productId: NOBODYS_ID });
    for (const subledger of subledgers) check('createSubaccount', { ...subledger, masterAccountNumber: NUMBER });
  }
  for (const entry of record.payroll?.entries ?? [])
    check('simulateInboundOrigination', { ...entry, receiverAccountNumber: NUMBER });
  return problems;
}
