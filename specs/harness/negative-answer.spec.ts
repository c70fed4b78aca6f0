import { expect, test } from '@playwright/test';
import { checkNegativeAnswer, customer, type NegativeRecord, negativeRecords } from '../../harness/host.ts';

const errors = (...codes: readonly number[]) => ({ errors: codes.map((code) => ({ code, message: 'Not valid' })) });

/** The error of a negative record, the response, and the sentence about it. */
const VERDICTS: readonly [broken: string, statusCode: number, body: unknown, sentence: string][] = [
  ['PartnerId is missing', 400, errors(1000), 'Refused with status 400 and code 1000: PartnerId is missing'],
  [
    'PartnerId is missing',
    400,
    errors(1000, 1999),
    'Refused with status 400 and code 1000, 1999: PartnerId is missing',
  ],
  [
    'PartnerId is missing',
    400,
    { Errors: [{ Code: 1000, Message: 'Not valid' }] },
    'Refused with status 400 and code 1000: PartnerId is missing',
  ],
  [
    'PartnerId is missing',
    200,
    {},
    'Accepted with status 200 instead of refused with status 400: PartnerId is missing (S-CUST)',
  ],
  [
    'Colour is an extra field',
    200,
    {},
    'Accepted with status 200 instead of refused with status 400: Colour is an extra field (a conclusion of ours: no document says that this is refused)',
  ],
  [
    'Name.LastName is missing: a person has one',
    200,
    {},
    'Accepted with status 200 instead of refused with status 400: Name.LastName is missing: a person has one (L-ERR, the documents disagree: DOC-055)',
  ],
  [
    'PartnerId is missing',
    422,
    errors(1000),
    'Status 422 (DOC-021) instead of status 400: PartnerId is missing (S-CUST)',
  ],
  ['PartnerId is missing', 401, errors(3000), 'Status 401 instead of status 400: PartnerId is missing (S-CUST)'],
  [
    'PartnerId is missing',
    400,
    { message: 'No' },
    'Refused with status 400 and another body instead of documented errors: PartnerId is missing (S-CUST)',
  ],
  [
    'PartnerId is missing',
    400,
    errors(1000, 2013),
    'Refused with code 2013 instead of codes from 1000 to 1999: PartnerId is missing (S-CUST)',
  ],
];

for (const [broken, statusCode, body, sentence] of VERDICTS) {
  test(`checkNegativeAnswer judges ${statusCode} ${JSON.stringify(body)} for ${broken}`, () => {
    const record = [...negativeRecords(customer(7, 1))].find((one) => one.broken === broken) as NegativeRecord;
    const verdict = checkNegativeAnswer(record, { response: { statusCode, headers: {}, body } });
    expect(verdict).toEqual({ isAsPromised: sentence.startsWith('Refused with status 400 and code'), sentence });
  });
}
