import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';

type Programme = EmulatorSchemas['Programme'];

/**
 * Returns the due diligence that a partner agreed with the bank's compliance contact; none by default. Source: S-CUST
 * (C30).
 */
export function findProgramme({ store }: Bank, partnerId: string): Programme {
  const sql = 'SELECT due_diligence, business_due_diligence FROM programme WHERE partner_id = ?';
  const row = store.get<{ due_diligence: number; business_due_diligence: number }>(sql, partnerId);
  return {
    requiresDueDiligence: row?.due_diligence === 1,
    requiresBusinessDueDiligence: row?.business_due_diligence === 1,
  };
}

/** Sets the due diligence that a partner's programme requires from now on; existing customers do not change. */
export function configureProgramme(bank: Bank, partnerId: string, programme: Programme): Programme {
  bank.store.run(
    'INSERT OR REPLACE INTO programme VALUES (?, ?, ?)',
    partnerId.toLowerCase(),
    Number(programme.requiresDueDiligence),
    Number(programme.requiresBusinessDueDiligence),
  );
  return findProgramme(bank, partnerId.toLowerCase());
}
