import type { CoreSchemas, Operations } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { countRecords } from '../customers/customer-records.ts';
import { type CustomerRow, findCustomer } from '../customers/find-customer.ts';
import { startInterest } from '../interest/rate-cards.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { findTermsProblem, openTimeDeposit } from '../time-deposits/open-time-deposit.ts';
import { emitAccountEvent } from './account-events.ts';
import { drawLedgerNumber, drawMasterNumber } from './account-number.ts';
import { type AccountRow, findMaster } from './find-master.ts';
import { accountTypes, findProduct, type Product } from './products.ts';
import { addRelationshipRow } from './relationships.ts';

type Account = CoreSchemas['Account'];
type OpenAccountRequest = CoreSchemas['OpenAccountRequest'];

/**
 * Opens a master account, Active at once, with its implicit subledger of the same number. The customer must be cleared
 * by OFAC, have an address and a phone, and match the product's classification. A product of type GeneralLedger opens
 * a GL for the partner's use; it may be overdrawn and must be at zero at the close. ASSUMPTION: a GL for a partner's
 * use is opened from a product, like any account. Source: S-ACCT; L-DDA; A04, A10, G04.
 */
export function openAccount(bank: Bank, partnerId: string, request: OpenAccountRequest): Account | Rejection {
  const customer = findCustomer(bank, partnerId, request.customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  const product = findProduct(bank, request.productId);
  if (!product) return reject('product-unknown');
  const obstacle = findObstacle(bank, customer, product) ?? findTermsProblem(product);
  if (obstacle) return obstacle;
  const { customerId: _customer, productId: _product, title, clientIdentifier, ...details } = request;
  return bank.store.atomically(() => {
    const now = bank.clock.nowMs();
    const isLedger = product.kind === 'GeneralLedger';
    const draw = isLedger ? drawLedgerNumber : drawMasterNumber;
    const number = drawFreeNumber(bank, () => draw(bank.random));
    bank.store.run(
      `INSERT INTO account
         (number, class, title, partner_id, customer_id, product_id, status, details, client_identifier, opened_ms, modified_ms)
       VALUES (?, ?, ?, ?, ?, ?, 'Active', ?, ?, ?, ?)`,
      number,
      isLedger ? 'GeneralLedger' : 'Deposit',
      title,
      partnerId,
      customer.id,
      product.id,
      JSON.stringify(details),
      clientIdentifier ?? null,
      now,
      now,
    );
    bank.store.run(
      `INSERT INTO subledger (number, master, title, status, customer_id, opened_ms, modified_ms) VALUES (?, ?, ?, 'Active', ?, ?, ?)`,
      number,
      number,
      title,
      customer.id,
      now,
      now,
    );
    startInterest(bank, number, product);
    if (product.kind === 'TimeDeposit') openTimeDeposit(bank, number, product);
    addRelationshipRow(bank, { accountNumber: number, customerId: customer.id, type: 'Primary' });
    emitAccountEvent(bank, 'Core.Account.Opened', number);
    return renderAccount(bank, findMaster(bank, partnerId, number) as AccountRow);
  });
}

/** Returns the first condition of opening an account that is not met. Source: L-DDA, P-ACCTTUT. */
function findObstacle(bank: Bank, customer: CustomerRow, product: Product): Rejection | undefined {
  if (customer.status !== 'Active') return reject('customer-not-active');
  if (customer.classification !== product.classification)
    return reject('product-for-other-classification', `Product is for ${product.classification} customers`);
  if (customer.ofac !== 'Clear') return reject('screening-not-clear');
  if (countRecords(bank, customer.id, 'address') === 0) return reject('address-missing');
  if (countRecords(bank, customer.id, 'phone') === 0) return reject('phone-missing');
  return undefined;
}

/** Generates numbers until one is unused. Accounts are never deleted, so a number is never used twice. Source: A09. */
export function drawFreeNumber({ store }: Bank, draw: () => string): string {
  for (;;) {
    const number = draw();
    if (!store.get('SELECT 1 FROM subledger WHERE number = ?', number)) return number;
  }
}

/** Returns one master account with its total over all subledgers, or `not-found`. */
export function getAccount(bank: Bank, partnerId: string, accountNumber: string): Account | Rejection {
  const row = findMaster(bank, partnerId, accountNumber);
  return row ? renderAccount(bank, row) : reject('not-found', 'Account not found');
}

/** The validated query of a list; paging has its defaults. */
export type AccountQuery = NonNullable<Operations['listAccounts']['parameters']['query']> & PageQuery;

/**
 * Lists the partner's master accounts in order of opening; with a customer, those that the customer holds. Inferred.
 */
export function listAccounts(bank: Bank, partnerId: string, query: AccountQuery): Page<Account> {
  const { where, values } = buildWhere([
    ['partner_id = ?', partnerId],
    [
      `number IN (SELECT account FROM relationship WHERE customer_id = ? AND status = 'Active')`,
      query.customerId?.toLowerCase(),
    ],
    ['product_id = ?', query.productId?.toLowerCase()],
    ['status = ?', query.status],
    ['client_identifier = ?', query.clientIdentifier],
  ]);
  const render = (row: AccountRow) => renderAccount(bank, row);
  return listPage(bank, query, { sql: `SELECT * FROM account WHERE ${where} ORDER BY seq`, values, render });
}

/** Renders the figures of a master or subledger. Source: books.md, section 2; L19, V11. */
export function renderFigures(
  bank: Bank,
  row: Pick<AccountRow, 'number' | 'current' | 'hold' | 'memo' | 'activities'>,
  kind: 'master' | 'sub',
) {
  return {
    currentBalance: row.current,
    availableBalance: row.current - row.hold + row.memo,
    holdAmount: row.hold,
    transactionCount: bank.variants['DOC-057'] === 'A' ? countPosted(bank, row.number, kind) : row.activities,
  };
}

function countPosted({ store }: Bank, number: string, kind: 'master' | 'sub'): number {
  const sql = `SELECT count(*) AS count FROM activity WHERE ${kind} = ? AND status = 'Posted'`;
  return store.get<{ count: number }>(sql, number)?.count ?? 0;
}

export function renderAccount(bank: Bank, row: AccountRow): Account {
  const product = findProduct(bank, row.product_id ?? '') as Product;
  return {
    accountNumber: row.number,
    accountType: accountTypes[product.kind],
    status: row.status,
    title: row.title,
    customerId: row.customer_id ?? '',
    productId: product.id,
    partnerId: row.partner_id ?? '',
    ...renderFigures(bank, row, 'master'),
    openedAt: renderInstant(row.opened_ms),
    ...(row.closed_ms === null ? {} : { closedAt: renderInstant(row.closed_ms) }),
    ...(row.transacted_ms === null ? {} : { lastTransactedAt: renderInstant(row.transacted_ms) }),
    lastMaintenanceAt: renderInstant(row.modified_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    ...(JSON.parse(row.details ?? '{}') as object),
    ...(row.client_identifier === null ? {} : { clientIdentifier: row.client_identifier }),
  };
}
