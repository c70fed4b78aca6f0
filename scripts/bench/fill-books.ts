import { executeTransaction } from '../../emulator/bank/ledger/execute-transaction.ts';
import { openBank } from '../../emulator/bank/open-bank.ts';
import { openStore } from '../../emulator/bank/store.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';

/**
 * Fills a data file as a process of its own: transfers of one cent between two subledgers of one master, by the bank's
 * own posting, many in a commit. Arguments: the file, the partner, both account numbers, how many activities (two a
 * transfer).
 */
const [, , file = '', partnerId = '', a = '', b = '', activities = ''] = process.argv;
const TRANSFERS_A_COMMIT = 10_000;

const store = openStore(file);
const bank = openBank({ store, seed: 1, clock: 0, products: [], variants: DEFAULT_SIDES });
let left = Number(activities) / 2;
while (left > 0) {
  const count = Math.min(left, TRANSFERS_A_COMMIT);
  store.atomically(() => {
    for (let at = 0; at < count; at++) transfer(at % 2 === 0 ? [a, b] : [b, a]);
  });
  left -= count;
}
store.close();

function transfer([debit = '', credit = '']: readonly string[]): void {
  const { status } = executeTransaction(bank, {
    partnerId,
    debit: { accountNumber: debit },
    credit: { accountNumber: credit },
    amount: 1,
    code: 'Account Transfer',
    description: 'Bench',
    rail: 'Internal',
  });
  if (status !== 'Complete') throw new Error(`A transfer of the bench ended ${status}`);
}
