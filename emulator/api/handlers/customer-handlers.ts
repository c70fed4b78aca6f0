import type { CoreSchemas } from '../../../generated/types/index.ts';
import {
  addBeneficialOwner,
  listBeneficialOwners,
  removeBeneficialOwner,
} from '../../bank/customers/beneficial-owners.ts';
import {
  addRecord,
  type CustomerRecord,
  changeRecord,
  getRecord,
  listRecords,
  removeRecord,
} from '../../bank/customers/customer-records.ts';
import {
  type CustomerQuery,
  changeName,
  changeProfile,
  deactivateCustomer,
  getCustomer,
  listCustomers,
  onboardCustomer,
} from '../../bank/customers/customers.ts';
import { type Backend, customerId, type Handlers, page, type ValidRequest } from './handler.ts';

/** Builds the five handlers of one kind of customer record; `idName` is the path parameter with the record's id. */
function recordHandlers<Kind extends CustomerRecord>(kind: Kind, idName: string) {
  const records = ({ partnerId, path }: ValidRequest) => ({ partnerId, customerId: path.customerId ?? '', kind });
  const record = (request: ValidRequest) => ({ ...records(request), recordId: request.path[idName] ?? '' });
  const details = ({ body }: ValidRequest) => body as { isPrimary: boolean };
  return {
    add: ({ bank }: Backend, request: ValidRequest) => addRecord(bank, records(request), details(request)),
    list: ({ bank }: Backend, request: ValidRequest) => listRecords(bank, records(request), page(request.query)),
    get: ({ bank }: Backend, request: ValidRequest) => getRecord(bank, record(request)),
    change: ({ bank }: Backend, request: ValidRequest) => changeRecord(bank, record(request), details(request)),
    remove: ({ bank }: Backend, request: ValidRequest) => removeRecord(bank, record(request)),
  };
}

const addresses = recordHandlers('address', 'addressId');
const phones = recordHandlers('phone', 'phoneId');
const emails = recordHandlers('email', 'emailId');
const identifications = recordHandlers('identification', 'identificationId');

/** The handlers of the operations on customers and their records. */
export const customerHandlers = {
  onboardCustomer: ({ bank }, { partnerId, body }) =>
    onboardCustomer(bank, partnerId, body as CoreSchemas['OnboardCustomerRequest']),
  listCustomers: ({ bank }, { partnerId, query }) => listCustomers(bank, partnerId, query as unknown as CustomerQuery),
  getCustomer: ({ bank }, request) => getCustomer(bank, request.partnerId, customerId(request)),
  deactivateCustomer: ({ bank }, request) => deactivateCustomer(bank, request.partnerId, customerId(request)),
  changeName: ({ bank }, request) =>
    changeName(bank, request.partnerId, customerId(request), request.body as CoreSchemas['Name']),
  changeProfile: ({ bank }, request) =>
    changeProfile(bank, request.partnerId, customerId(request), request.body as CoreSchemas['Profile']),
  addAddress: addresses.add,
  listAddresses: addresses.list,
  getAddress: addresses.get,
  changeAddress: addresses.change,
  removeAddress: addresses.remove,
  addPhone: phones.add,
  listPhones: phones.list,
  getPhone: phones.get,
  changePhone: phones.change,
  removePhone: phones.remove,
  addEmail: emails.add,
  listEmails: emails.list,
  getEmail: emails.get,
  changeEmail: emails.change,
  removeEmail: emails.remove,
  addIdentification: identifications.add,
  listIdentifications: identifications.list,
  getIdentification: identifications.get,
  changeIdentification: identifications.change,
  removeIdentification: identifications.remove,
  addBeneficialOwner: ({ bank }, request) => {
    const business = { partnerId: request.partnerId, customerId: customerId(request) };
    return addBeneficialOwner(bank, business, request.body as CoreSchemas['BeneficialOwnerRequest']);
  },
  listBeneficialOwners: ({ bank }, request) => {
    const business = { partnerId: request.partnerId, customerId: customerId(request) };
    return listBeneficialOwners(bank, business, page(request.query));
  },
  removeBeneficialOwner: ({ bank }, request) => {
    const ownerId = request.path.beneficialOwnerId ?? '';
    return removeBeneficialOwner(bank, { partnerId: request.partnerId, customerId: customerId(request), ownerId });
  },
} satisfies Partial<Handlers>;
