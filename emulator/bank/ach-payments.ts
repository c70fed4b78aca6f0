import type { AchSchemas } from '../../generated/types/index.ts';
import { type Bank, renderInstant } from './bank.ts';
import { listPage, type Page, type PageQuery } from './listing.ts';
import { type Rejection, reject } from './rejection.ts';

type AchPayment = AchSchemas['AchPayment'];
type Entry = AchSchemas['SimulatedInboundOriginationRequest'];

/** An ACH payment as it is stored. Queued: not received yet; Returned: went back, and the partner never sees it (D26). */
export interface AchPaymentRow {
  readonly id: string;
  readonly reference_id: string;
  readonly status: 'Queued' | 'Pending' | 'Complete' | 'Returned';
  readonly partner_id: string;
  readonly account: string;
  readonly type: 'Push' | 'Pull';
  readonly sec_code: AchSchemas['SecCode'];
  readonly service_type: 'Standard' | 'SameDay';
  readonly amount: number;
  readonly receiver_identification: string | null;
  /** JSON: the entry as it was sent. */
  readonly details: string;
  readonly effective_day: string | null;
  readonly memo_post_id: string | null;
  readonly transaction_id: string | null;
  readonly due_ms: number | null;
  readonly created_ms: number;
  readonly modified_ms: number;
}

/** What a partner sees of payments. */
const VISIBLE = `status IN ('Pending', 'Complete')`;

/** Gets one payment of the partner, or `not-found`. */
export function getAchPayment(bank: Bank, partnerId: string, paymentId: string): AchPayment | Rejection {
  const sql = `SELECT * FROM ach_payment WHERE id = ? AND partner_id = ? AND ${VISIBLE}`;
  const row = bank.store.get<AchPaymentRow>(sql, paymentId.toLowerCase(), partnerId);
  return row ? renderPayment(row) : reject('not-found', 'Payment not found');
}

interface PaymentQuery extends PageQuery {
  readonly receiverIdentification?: string;
  readonly accountNumber?: string;
}

/** Lists the partner's payments, oldest first; both filters are exact. */
export function listAchPayments(bank: Bank, partnerId: string, query: PaymentQuery): Page<AchPayment> {
  const { receiverIdentification, accountNumber } = query;
  const filters = [
    ...(receiverIdentification === undefined ? [] : [['receiver_identification', receiverIdentification] as const]),
    ...(accountNumber === undefined ? [] : [['account', accountNumber] as const]),
  ];
  const where = filters.map(([column]) => ` AND ${column} = ?`).join('');
  return listPage(bank, query, {
    sql: `SELECT * FROM ach_payment WHERE partner_id = ? AND ${VISIBLE}${where} ORDER BY seq`,
    values: [partnerId, ...filters.map(([, value]) => value)],
    render: renderPayment,
  });
}

function renderPayment(row: AchPaymentRow): AchPayment {
  const entry = JSON.parse(row.details) as Entry;
  return {
    id: row.id,
    referenceId: row.reference_id,
    status: row.status as 'Pending' | 'Complete',
    direction: 'Inbound',
    paymentType: 'Origination',
    accountNumber: row.account,
    originator: {
      routingNumber: entry.originatorRoutingNumber,
      name: entry.originatorName,
      identification: entry.originatorIdentification,
    },
    receiver: {
      accountNumber: entry.receiverAccountNumber,
      accountType: entry.receiverAccountType,
      name: entry.receiverName,
      ...(entry.receiverIdentification === undefined ? {} : { identification: entry.receiverIdentification }),
    },
    secCode: row.sec_code,
    description: entry.description,
    transactionType: row.type,
    amount: row.amount,
    serviceType: row.service_type,
    effectiveDate: row.effective_day ?? '',
    ...(row.memo_post_id === null ? {} : { memoPostId: row.memo_post_id }),
    ...(row.transaction_id === null ? {} : { coreTransactionId: row.transaction_id }),
    partnerId: row.partner_id,
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
  };
}
