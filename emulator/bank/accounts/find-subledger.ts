import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import type { ProductKind } from './products.ts';

/** The facts about a subledger and its master that authorization and posting need. Amounts are cents. */
export interface PostableSubledger {
  readonly number: string;
  readonly master: string;
  readonly status: CoreSchemas['AccountStatus'];
  readonly available: number;
  readonly partner_id: string;
  readonly product_id: string;
  /** GeneralLedger: opened for the partner's use; only a GL may be overdrawn (G03, G05). */
  readonly class: 'Deposit' | 'GeneralLedger';
  readonly ledger_type: 'Passthrough' | 'Direct';
  readonly kind: ProductKind;
  /** The number of debits that the product allows in a month (Regulation D); null: no limit. */
  readonly debit_limit: number | null;
  /** JSON: the restriction policies of the product. */
  readonly policies: string;
  /** JSON: the availability rules of the product. */
  readonly availability: string;
  readonly master_status: CoreSchemas['AccountStatus'];
  readonly master_current: number;
  readonly master_available: number;
  /** The number of activity records of the master. */
  readonly master_activities: number;
  /** Cents that no figure of the master or subledger exceeds, with any signs and any order of the day's activity. */
  readonly volume: number;
  /** 1 if the master has a restriction that is not removed. */
  readonly restricted: number;
  /** 1 if the subledger has an active stop payment. */
  readonly stopped: number;
}

const SELECT = `
  SELECT s.number, s.master, s.status, s.current - s.hold + s.memo AS available, a.partner_id, a.product_id, a.class,
    p.kind, p.ledger_type, p.debit_limit, p.policies, p.availability,
    a.status AS master_status, a.current AS master_current, a.current - a.hold + a.memo AS master_available, a.activities AS master_activities,
    max(abs(s.current) + s.hold + abs(s.memo), abs(a.current) + a.hold + abs(a.memo) + a.turnover) AS volume,
    EXISTS (SELECT 1 FROM restriction r WHERE r.master = a.number AND r.status = 'Active') AS restricted,
    EXISTS (SELECT 1 FROM stop_payment x WHERE x.sub = s.number AND x.status = 'Active') AS stopped
  FROM subledger s JOIN account a ON a.number = s.master JOIN product p ON p.id = a.product_id
  WHERE s.number = ?`;

const SELECT_OF_PARTNER = `${SELECT} AND a.partner_id = ?`;

/** Finds a subledger of the partner; for a master's number, its implicit subledger (ASSUMPTION, DOC-059). */
export function findSubledger(
  { store }: Bank,
  partnerId: string,
  accountNumber: string,
): PostableSubledger | undefined {
  return store.get<PostableSubledger>(SELECT_OF_PARTNER, accountNumber, partnerId);
}

/** Finds a subledger of any partner, for operations of the bank. */
export function findAnySubledger({ store }: Bank, accountNumber: string): PostableSubledger | undefined {
  return store.get<PostableSubledger>(SELECT, accountNumber);
}
