import { openAccount } from '../../emulator/bank/accounts/accounts.ts';
import { executeTransaction } from '../../emulator/bank/ledger/execute-transaction.ts';
import { openBank } from '../../emulator/bank/open-bank.ts';
import { isRejection } from '../../emulator/bank/rejection.ts';
import { openStore } from '../../emulator/bank/store.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';

/**
 * Opens accounts in a data file as a process of its own: each of the customer and product of a master, and with an
 * amount from it. Arguments: the file, the partner, the master, the number of accounts, the cents of each (default: 1).
 */
const [, , file = '', partnerId = '', master = '', accounts = '', amount = '1'] = process.argv;
const ACCOUNTS_A_COMMIT = 10_000;

const store = openStore(file);
const bank = openBank({ store, seed: 1, clock: 0, products: [], variants: DEFAULT_SIDES });
const sql = 'SELECT customer_id AS customerId, product_id AS productId FROM account WHERE number = ?';
const owner = store.get<{ customerId: string; productId: string }>(sql, master);
if (!owner) throw new Error(`The data file has no account ${master}`);
for (let left = Number(accounts); left > 0; left -= ACCOUNTS_A_COMMIT) {
  store.atomically(() => {
    for (let at = 0; at < Math.min(left, ACCOUNTS_A_COMMIT); at++) open(owner);
  });
}
store.close();

function open(request: { customerId: string; productId: string }): void {
  const account = openAccount(bank, partnerId, { ...request, title: 'Bench' });
  if (isRejection(account)) throw new Error(`An account of the bench was refused: ${account.rejection}`);
  const { status } = executeTransaction(bank, {
    partnerId,
    debit: { accountNumber: master },
    credit: { accountNumber: account.accountNumber },
    amount: Number(amount),
    code: 'Account Transfer',
    description: 'Bench',
    rail: 'Internal',
  });
  if (status !== 'Complete') throw new Error(`A transfer of the bench ended ${status}`);
}
