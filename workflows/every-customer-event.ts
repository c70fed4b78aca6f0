import { defineWorkflow, eq, type InputSources } from '../harness/index.ts';
import { A_SCREENING } from '../harness/workflow/parts/onboarding.ts';
import { passMinutes } from './parts/minutes.ts';

/** Builds the new values of a customer; names and profiles change as a whole. */
function changesOf({ customers, target }: InputSources) {
  const { name, profile, address, phone, identification } = customers.person();
  const other = customers.person();
  const isPrimary = false;
  const second = { address: { ...other.address, isPrimary }, phone: { ...other.phone, isPrimary } };
  const email = { isPrimary, emailType: 'Personal' as const, emailAddress: 'customer@example.com' };
  return {
    customer: { partnerId: target.partnerId, classification: 'Personal' as const, name, profile },
    changedName: { ...name, lastName: other.name.lastName },
    changedProfile: { ...profile, riskRating: 'Medium' as const },
    address: second.address,
    changedAddress: { ...second.address, street2: 'Second floor' },
    phone: second.phone,
    changedPhone: { ...second.phone, extension: '7' },
    email,
    changedEmail: { ...email, emailType: 'Work' as const },
    identification: { ...identification, isPrimary },
    changedIdentification: { ...identification, isPrimary, issuingAuthority: 'Another authority' },
    primaryAddress: address,
    primaryPhone: phone,
  };
}

export default defineWorkflow({
  id: 'every-customer-event',
  summary: 'Each event about a customer: one for each change, at its time',
  inputs: changesOf,
  steps({ op, inputs }) {
    const customer = op.onboardCustomer('onboard', {
      title: 'Onboard a customer',
      body: inputs.customer,
      status: 200,
      emits: ['Core.Customer.Onboarded'],
    });
    const path = { customerId: customer.body.id };
    op.getCustomer('screening', {
      title: 'Wait for the screening',
      path,
      status: 200,
      check: (r) => [eq(r.ofac, 'Clear'), eq(r.pepScan, 'Clear'), eq(r.internalList, 'Clear')],
      poll: A_SCREENING,
      emits: ['Core.Customer.Ofac.Changed', 'Core.Customer.PepScan.Changed'],
    });
    passMinutes(op, 'change-name');
    op.changeName('change-name', {
      title: 'Change the name',
      path,
      body: inputs.changedName,
      status: 200,
      emits: ['Core.Customer.Name.Changed'],
    });
    passMinutes(op, 'change-profile');
    op.changeProfile('change-profile', {
      title: 'Change the profile',
      path,
      body: inputs.changedProfile,
      status: 200,
      emits: ['Core.Customer.Profile.Changed'],
    });

    passMinutes(op, 'add-primary-address');
    op.addAddress('add-primary-address', {
      title: 'Add the primary address',
      path,
      body: inputs.primaryAddress,
      status: 200,
      emits: ['Core.Customer.Address.Added'],
    });
    passMinutes(op, 'add-address');
    const address = op.addAddress('add-address', {
      title: 'Add an address',
      path,
      body: inputs.address,
      status: 200,
      emits: ['Core.Customer.Address.Added'],
    });
    const addressPath = { ...path, addressId: address.body.id };
    passMinutes(op, 'change-address');
    op.changeAddress('change-address', {
      title: 'Change the address',
      path: addressPath,
      body: inputs.changedAddress,
      status: 200,
      emits: ['Core.Customer.Address.Changed'],
    });
    passMinutes(op, 'remove-address');
    op.removeAddress('remove-address', {
      title: 'Remove the address',
      path: addressPath,
      status: 200,
      emits: ['Core.Customer.Address.Removed'],
    });

    passMinutes(op, 'add-primary-phone');
    op.addPhone('add-primary-phone', {
      title: 'Add the primary phone',
      path,
      body: inputs.primaryPhone,
      status: 200,
      emits: ['Core.Customer.Phone.Added'],
    });
    passMinutes(op, 'add-phone');
    const phone = op.addPhone('add-phone', {
      title: 'Add a phone',
      path,
      body: inputs.phone,
      status: 200,
      emits: ['Core.Customer.Phone.Added'],
    });
    const phonePath = { ...path, phoneId: phone.body.id };
    passMinutes(op, 'change-phone');
    op.changePhone('change-phone', {
      title: 'Change the phone',
      path: phonePath,
      body: inputs.changedPhone,
      status: 200,
      emits: ['Core.Customer.Phone.Changed'],
    });
    passMinutes(op, 'remove-phone');
    op.removePhone('remove-phone', {
      title: 'Remove the phone',
      path: phonePath,
      status: 200,
      emits: ['Core.Customer.Phone.Removed'],
    });

    passMinutes(op, 'add-identification');
    const identification = op.addIdentification('add-identification', {
      title: 'Add an identification',
      path,
      body: inputs.identification,
      status: 200,
      emits: ['Core.Customer.Identification.Added'],
    });
    const identificationPath = { ...path, identificationId: identification.body.id };
    passMinutes(op, 'change-identification');
    op.changeIdentification('change-identification', {
      title: 'Change the identification',
      path: identificationPath,
      body: inputs.changedIdentification,
      status: 200,
      emits: ['Core.Customer.Identification.Changed'],
    });
    passMinutes(op, 'remove-identification');
    op.removeIdentification('remove-identification', {
      title: 'Remove the identification',
      path: identificationPath,
      status: 200,
      emits: ['Core.Customer.Identification.Removed'],
    });

    passMinutes(op, 'add-email');
    const email = op.addEmail('add-email', {
      title: 'Add an e-mail address',
      path,
      body: inputs.email,
      status: 200,
      emits: ['Core.Customer.Email.Added'],
    });
    const emailPath = { ...path, emailId: email.body.id };
    passMinutes(op, 'change-email');
    op.changeEmail('change-email', {
      title: 'Change the e-mail address',
      path: emailPath,
      body: inputs.changedEmail,
      status: 200,
      emits: ['Core.Customer.Email.Changed'],
    });
    passMinutes(op, 'remove-email');
    op.removeEmail('remove-email', {
      title: 'Remove the e-mail address',
      path: emailPath,
      status: 200,
      emits: ['Core.Customer.Email.Removed'],
    });

    passMinutes(op, 'change-cif-number');
    op.changeCifNumber('change-cif-number', {
      title: 'The bank changes the CIF number',
      path,
      status: 200,
      requires: ['control'],
      emits: ['Core.Customer.CifNumber.Changed'],
    });
    passMinutes(op, 'decide-ofac');
    op.decideScreening('decide-ofac', {
      title: 'The bank reviews the OFAC hit',
      path,
      body: { ofac: 'Reviewing' },
      status: 200,
      requires: ['control'],
      emits: ['Core.Customer.Ofac.Changed'],
    });
    passMinutes(op, 'decide-pep-scan');
    op.decideScreening('decide-pep-scan', {
      title: 'The bank finds a politically exposed person',
      path,
      body: { pepScan: 'Positive' },
      status: 200,
      requires: ['control'],
      emits: ['Core.Customer.PepScan.Changed'],
    });
    op.decideScreening('decide-internal-list', {
      title: 'The internal list has no event',
      path,
      body: { internalList: 'Positive' },
      status: 200,
      requires: ['control'],
    });
    op.getCustomer('internal-list', {
      title: 'The customer shows every list',
      path,
      status: 200,
      check: (r) => [eq(r.internalList, 'Positive'), eq(r.ofac, 'Reviewing'), eq(r.pepScan, 'Positive')],
      requires: ['control'],
    });
  },
});
