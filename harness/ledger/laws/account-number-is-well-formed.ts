import { accountsOf, type ObservedAccount } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * A master's number is 2, eight digits and a check digit; a subledger's is 3, ten digits and a check digit; a GL's is
 * 1, ten digits and a check digit (ASSUMPTION). The Luhn sum over the whole number ends in zero. Source: S-ACCT, DDA
 * account numbers; P-SUBCON for subledgers.
 */
export const accountNumberIsWellFormed: Law = {
  name: 'account-number-is-well-formed',
  requirementIds: ['A06', 'A07', 'A08', 'D01'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after)
      .filter((account) => !formOf(account).pattern.test(account.accountNumber) || !hasLuhnSum(account.accountNumber))
      .map((account) => ({
        message: `Number of ${account.kind} account is not well formed`,
        expected: `${formOf(account).words}, Luhn check digit`,
        actual: account.accountNumber,
      })),
};

const FORMS = {
  deposit: { pattern: /^2\d{9}$/, words: '2, eight digits' },
  subledger: { pattern: /^3\d{11}$/, words: '3, ten digits' },
  generalLedger: { pattern: /^1\d{11}$/, words: '1, ten digits' },
} as const;

function formOf({ kind, accountType }: ObservedAccount) {
  if (kind === 'subledger') return FORMS.subledger;
  return accountType === 'GeneralLedger' ? FORMS.generalLedger : FORMS.deposit;
}

function hasLuhnSum(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((digit, position) => {
    const value = position % 2 === 1 ? Number(digit) * 2 : Number(digit);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}
