import type { CoreSchemas } from '../../generated/types/index.ts';
import type { Bank } from './bank.ts';

/** What authorizing and posting need to know of a subledger and its master. Amounts are cents. */
export interface PostableSubledger {
  readonly number: string;
  readonly master: string;
  readonly status: CoreSchemas['AccountStatus'];
  readonly available: number;
  readonly partner_id: string;
  readonly product_id: string;
  readonly ledger_type: 'Passthrough' | 'Direct';
  readonly master_status: CoreSchemas['AccountStatus'];
  readonly master_available: number;
  /** Whether the master has any restriction in force. */
  readonly restricted: number;
}

const SELECT = `
  SELECT s.number, s.master, s.status, s.current - s.hold + s.memo AS available, a.partner_id, a.product_id, p.ledger_type,
    a.status AS master_status, a.current - a.hold + a.memo AS master_available,
    EXISTS (SELECT 1 FROM restriction r WHERE r.master = a.number AND r.status = 'Active') AS restricted
  FROM subledger s JOIN account a ON a.number = s.master JOIN product p ON p.id = a.product_id
  WHERE s.number = ? AND a.partner_id = ?`;

/** Finds a partner's subledger; with a master's number its implicit subledger (ASSUMPTION, DOC-059). */
export function findSubledger(
  { store }: Bank,
  partnerId: string,
  accountNumber: string,
): PostableSubledger | undefined {
  return store.get<PostableSubledger>(SELECT, accountNumber, partnerId);
}
