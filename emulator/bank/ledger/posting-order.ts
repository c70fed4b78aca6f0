/**
 * The order in which each account's activity of a day is numbered: by the rule of its product, then by execution, as
 * part of an SQL window over activity `r` and product `p`. ASSUMPTION: by default, a day's credits are numbered before
 * its debits. Source: books.md, section 4.
 */
export const IN_POSTING_ORDER = `PARTITION BY r.master ORDER BY
  CASE p.posting_order WHEN 'CreditsFirst' THEN r.type = 'Debit' WHEN 'DebitsFirst' THEN r.type = 'Credit' ELSE 0 END, r.seq`;
