import { expect, test } from '@playwright/test';
import { isCalendarDate } from '../../core/business-day.ts';
import { validators } from '../../generated/validators/requests.js';
import { createCustomerGenerator } from '../../harness/index.ts';
import { proves } from '../requirement.ts';

const PARTNER = '00000000-0000-4000-a000-000000000001';

test('createCustomerGenerator gives the same people for a seed, and others for another', () => {
  const draw = (seed: number) => {
    const generator = createCustomerGenerator(seed);
    return [generator.person(), generator.person()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7)[0]).not.toEqual(draw(7)[1]);
});

test('person is valid by the contract and can not be anybody', proves('C29'), () => {
  const generator = createCustomerGenerator(1);
  for (let count = 0; count < 500; count++) {
    const { name, profile, address, phone, identification } = generator.person();
    const onboarding = { partnerId: PARTNER, classification: 'Personal', name, profile };
    expect(validators.onboardCustomer?.(onboarding), JSON.stringify(validators.onboardCustomer?.errors)).toBe(true);
    expect(validators.addAddress?.(address)).toBe(true);
    expect(validators.addPhone?.(phone)).toBe(true);
    expect(validators.addIdentification?.(identification)).toBe(true);
    // Area 900 to 999 was never issued as an SSN; groups 50 to 99 of it are ITINs.
    expect(profile.taxId).toMatch(/^9\d\d(0[1-9]|[1-4]\d)(?!0000)\d{4}$/);
    expect(phone.phoneNumber).toMatch(/^\+1\d{3}55501\d\d$/);
    expect(identification.idNumber).toMatch(/^TEST /);
    const { issuedDate = '', verifiedDate = '', expDate = '' } = identification;
    expect([issuedDate, verifiedDate, expDate]).toEqual([issuedDate, verifiedDate, expDate].sort());
    expect([profile.birthDate ?? '', issuedDate].every(isCalendarDate)).toBe(true);
  }
});
