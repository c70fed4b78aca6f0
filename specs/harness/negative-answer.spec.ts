import { expect, test } from '@playwright/test';
import { checkTwin, customer, type NegativeTwin, negativeTwins } from '../../harness/host.ts';

const errors = (...codes: readonly number[]) => ({ errors: codes.map((code) => ({ code, message: 'Not valid' })) });

/** A twin's field, the answer to it, and what is said of that. */
const VERDICTS: readonly [broken: string, statusCode: number, body: unknown, sentence: string][] = [
  ['PartnerId is missing', 400, errors(1000), 'Refused with 400 and code 1000: PartnerId is missing'],
  ['PartnerId is missing', 400, errors(1000, 1999), 'Refused with 400 and code 1000, 1999: PartnerId is missing'],
  [
    ...(['PartnerId is missing', 400, { Errors: [{ Code: 1000, Message: 'Not valid' }] }] as const),
    'Refused with 400 and code 1000: PartnerId is missing',
  ],
  ['PartnerId is missing', 200, {}, 'Accepted with 200 instead of refused with 400: PartnerId is missing (S-CUST)'],
  [
    ...(['Colour is an extra field', 200, {}] as const),
    'Accepted with 200 instead of refused with 400: Colour is an extra field (no document says that this is refused, it is our conclusion)',
  ],
  [
    ...(['Name.LastName is missing, a person has one', 200, {}] as const),
    'Accepted with 200 instead of refused with 400: Name.LastName is missing, a person has one (L-ERR, the documents disagree: DOC-055)',
  ],
  [
    ...(['PartnerId is missing', 422, errors(1000)] as const),
    'Answered with 422 (DOC-021) instead of 400: PartnerId is missing (S-CUST)',
  ],
  ['PartnerId is missing', 401, errors(3000), 'Answered with 401 instead of 400: PartnerId is missing (S-CUST)'],
  [
    ...(['PartnerId is missing', 400, { message: 'No' }] as const),
    'Refused with 400 and another body instead of documented errors: PartnerId is missing (S-CUST)',
  ],
  [
    ...(['PartnerId is missing', 400, errors(1000, 2013)] as const),
    'Refused with code 2013 instead of one from 1000 to 1999: PartnerId is missing (S-CUST)',
  ],
];

for (const [broken, statusCode, body, sentence] of VERDICTS) {
  test(`checkTwin says of ${statusCode} ${JSON.stringify(body)}: ${sentence}`, () => {
    const twin = [...negativeTwins(customer(7, 1))].find((one) => one.broken === broken) as NegativeTwin;
    const verdict = checkTwin(twin, { response: { statusCode, headers: {}, body } });
    expect(verdict).toEqual({ isAsPromised: sentence.startsWith('Refused with 400 and code'), sentence });
  });
}
