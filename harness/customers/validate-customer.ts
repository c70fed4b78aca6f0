import type { ValidateFunction } from 'ajv';
import { invariant } from '../../core/errors.ts';
import { validators } from '../../generated/validators/requests.js';
import type { CustomerRecord } from './customer-record.ts';

/** What stands for ids that only the bank gives, while a body is checked. */
const GUID = '00000000-0000-4000-a000-000000000000';
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
    check('addBeneficialOwner', { ...share, ownerCustomerId: GUID });
  }
  check('onboardCustomer', record.customer);
  for (const identification of record.identifications) check('addIdentification', identification);
  for (const { account, subledgers = [] } of record.accounts ?? []) {
    check('openAccount', { ...account, customerId: GUID, productId: GUID });
    for (const subledger of subledgers) check('createSubaccount', { ...subledger, masterAccountNumber: NUMBER });
  }
  for (const entry of record.payroll?.entries ?? [])
    check('simulateInboundOrigination', { ...entry, receiverAccountNumber: NUMBER });
  return problems;
}
