/** The `PRAGMA application_id` of a bank's file: "COSb". */
export const APPLICATION_ID = 0x434f5362;
/** The `PRAGMA user_version`; increases with every change of the tables below. */
export const SCHEMA_VERSION = 6;

/**
 * The largest figure of an account, in cents of either sign. The sum of three such figures is exact as a JSON number
 * (2^53). No write can exceed it, because a larger figure could not be read again.
 */
const LARGEST_FIGURE = 2_000_000_000_000_000;
const figuresOf = (names: readonly string[]) =>
  `CHECK (${names.map((name) => `abs(${name}) <= ${LARGEST_FIGURE}`).join(' AND ')})`;

/**
 * The bank's tables. Amounts are cents, credits positive. Instants (`..._ms`) are milliseconds since 1970, days are
 * Eastern dates. `seq` is the order of insertion. `turnover` is the sum of all amounts, debits included, of the open
 * posting day.
 */
export const SCHEMA = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE product (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, classification TEXT NOT NULL, ledger_type TEXT NOT NULL,
  edd_enabled INTEGER NOT NULL, edd_threshold INTEGER NOT NULL, posting_order TEXT NOT NULL, debit_limit INTEGER,
  availability TEXT NOT NULL, policies TEXT NOT NULL, day_count TEXT NOT NULL, interest_balance TEXT NOT NULL,
  default_card TEXT, time_deposit TEXT) WITHOUT ROWID;

CREATE TABLE rate_card (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, product_id TEXT NOT NULL, tiers TEXT NOT NULL,
  minimum_balance INTEGER NOT NULL);

CREATE TABLE programme (
  partner_id TEXT PRIMARY KEY, due_diligence INTEGER NOT NULL, business_due_diligence INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE customer (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, partner_id TEXT NOT NULL, cif_number TEXT NOT NULL UNIQUE,
  classification TEXT NOT NULL, status TEXT NOT NULL, ofac TEXT NOT NULL, pep_scan TEXT NOT NULL, internal_list TEXT NOT NULL,
  details TEXT NOT NULL, client_identifier TEXT,
  screening_due_ms INTEGER, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX customer_client_identifier ON customer (partner_id, client_identifier) WHERE client_identifier IS NOT NULL;
CREATE INDEX customer_tax_id ON customer (partner_id, json_extract(details, '$.profile.taxId'));
CREATE INDEX customer_screening ON customer (screening_due_ms) WHERE screening_due_ms IS NOT NULL;

CREATE TABLE customer_record (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL, kind TEXT NOT NULL, is_primary INTEGER NOT NULL,
  status TEXT NOT NULL, details TEXT NOT NULL, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX customer_record_owner ON customer_record (customer_id, kind);

CREATE TABLE beneficial_owner (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL, owner_id TEXT NOT NULL, title TEXT NOT NULL,
  percentage TEXT NOT NULL, status TEXT NOT NULL, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX beneficial_owner_customer ON beneficial_owner (customer_id);

CREATE TABLE account (
  seq INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, class TEXT NOT NULL, title TEXT NOT NULL, sweeps_to TEXT,
  partner_id TEXT, customer_id TEXT, product_id TEXT, status TEXT NOT NULL, details TEXT, client_identifier TEXT,
  current INTEGER NOT NULL DEFAULT 0, hold INTEGER NOT NULL DEFAULT 0, memo INTEGER NOT NULL DEFAULT 0,
  activities INTEGER NOT NULL DEFAULT 0, posted INTEGER NOT NULL DEFAULT 0, turnover INTEGER NOT NULL DEFAULT 0,
  opened_ms INTEGER NOT NULL, transacted_ms INTEGER, closed_ms INTEGER, modified_ms INTEGER NOT NULL,
  ${figuresOf(['current', 'hold', 'memo', 'posted', 'turnover'])});
CREATE INDEX account_customer ON account (customer_id);
CREATE INDEX account_ledger ON account (number) WHERE class = 'GeneralLedger';

CREATE TABLE interest (
  account TEXT PRIMARY KEY, terms TEXT NOT NULL, last_day TEXT, has_own_card INTEGER NOT NULL DEFAULT 0,
  accrued INTEGER NOT NULL DEFAULT 0, fraction INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

CREATE TABLE interest_terms (
  account TEXT NOT NULL, from_day TEXT NOT NULL, last_day TEXT, terms TEXT NOT NULL,
  PRIMARY KEY (account, from_day)) WITHOUT ROWID;

CREATE TABLE time_deposit (
  account TEXT PRIMARY KEY, status TEXT NOT NULL, terms TEXT NOT NULL, day_count TEXT NOT NULL,
  funding_due_day TEXT NOT NULL, funded_day TEXT, maturity_day TEXT, rate_starts TEXT NOT NULL,
  principal INTEGER NOT NULL, withdrawal TEXT, requested_ms INTEGER) WITHOUT ROWID;
CREATE INDEX time_deposit_maturity ON time_deposit (maturity_day) WHERE status = 'Active';
CREATE INDEX time_deposit_funding ON time_deposit (funding_due_day) WHERE status = 'AwaitingFunding';

CREATE TABLE statement (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
  opening INTEGER NOT NULL, closing INTEGER NOT NULL, holder TEXT NOT NULL, created_ms INTEGER NOT NULL);
CREATE INDEX statement_account ON statement (account, seq);

CREATE TABLE tax_document (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL, year INTEGER NOT NULL, status TEXT NOT NULL,
  form TEXT NOT NULL, created_ms INTEGER NOT NULL);
CREATE INDEX tax_document_customer ON tax_document (customer_id, year, seq);

CREATE TABLE interest_reversal (
  seq INTEGER PRIMARY KEY, transaction_id TEXT NOT NULL UNIQUE, reversed_id TEXT NOT NULL, amount INTEGER NOT NULL);
CREATE INDEX interest_reversal_reversed ON interest_reversal (reversed_id);

CREATE TABLE relationship (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, customer_id TEXT NOT NULL, type TEXT NOT NULL,
  status TEXT NOT NULL, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX relationship_account ON relationship (account, seq);
CREATE INDEX relationship_customer ON relationship (customer_id);

CREATE TABLE subledger (
  seq INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, master TEXT NOT NULL REFERENCES account (number), title TEXT NOT NULL, status TEXT NOT NULL,
  customer_id TEXT, details TEXT, client_identifier TEXT,
  current INTEGER NOT NULL DEFAULT 0, hold INTEGER NOT NULL DEFAULT 0, memo INTEGER NOT NULL DEFAULT 0,
  activities INTEGER NOT NULL DEFAULT 0,
  opened_ms INTEGER NOT NULL, transacted_ms INTEGER, closed_ms INTEGER, modified_ms INTEGER NOT NULL,
  ${figuresOf(['current', 'hold', 'memo'])});
CREATE INDEX subledger_master ON subledger (master);

CREATE TABLE ledger_transaction (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, trace_number TEXT NOT NULL, status TEXT NOT NULL, partner_id TEXT,
  debit_master TEXT NOT NULL, debit_sub TEXT NOT NULL, debit_code TEXT NOT NULL,
  credit_master TEXT NOT NULL, credit_sub TEXT NOT NULL, credit_code TEXT NOT NULL,
  code TEXT NOT NULL, amount INTEGER NOT NULL, description TEXT NOT NULL, rail TEXT NOT NULL, rail_id TEXT,
  client_identifier TEXT, flags TEXT, schedule TEXT, clears_on TEXT, proposed_ms INTEGER NOT NULL, executed_ms INTEGER);
CREATE INDEX ledger_transaction_partner ON ledger_transaction (partner_id, seq);
CREATE INDEX ledger_transaction_client_identifier ON ledger_transaction (partner_id, client_identifier) WHERE client_identifier IS NOT NULL;

CREATE TABLE ledger_entry (
  seq INTEGER PRIMARY KEY, transaction_id TEXT NOT NULL, account TEXT NOT NULL, subledger TEXT, amount INTEGER NOT NULL);

CREATE TABLE activity (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, transaction_id TEXT NOT NULL, master TEXT NOT NULL, ordinal INTEGER NOT NULL,
  sub TEXT NOT NULL, type TEXT NOT NULL, activity_type TEXT NOT NULL, amount INTEGER NOT NULL, status TEXT NOT NULL, posting_day TEXT NOT NULL,
  created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL, posted_ms INTEGER, sequence INTEGER, balance INTEGER);
CREATE INDEX activity_master ON activity (master, ordinal);
CREATE INDEX activity_pending ON activity (posting_day) WHERE status = 'Pending';

CREATE TABLE posting_exception (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, transaction_id TEXT NOT NULL, master TEXT NOT NULL, sub TEXT NOT NULL,
  type TEXT NOT NULL, activity_type TEXT NOT NULL, code TEXT NOT NULL, posting_day TEXT NOT NULL, created_ms INTEGER NOT NULL);
CREATE INDEX posting_exception_master ON posting_exception (master, seq);

CREATE TABLE hold (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, master TEXT NOT NULL, sub TEXT NOT NULL, status TEXT NOT NULL,
  hold_type TEXT NOT NULL, reason TEXT NOT NULL, rail TEXT, rail_id TEXT, amount INTEGER NOT NULL, last_day TEXT,
  created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX hold_master ON hold (master, seq);
CREATE INDEX hold_active ON hold (last_day) WHERE status = 'Active';
CREATE INDEX hold_rail ON hold (rail_id) WHERE status = 'Active';

CREATE TABLE memo_post (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, master TEXT NOT NULL, sub TEXT NOT NULL, status TEXT NOT NULL,
  type TEXT NOT NULL, affects INTEGER NOT NULL, code TEXT NOT NULL, description TEXT NOT NULL, rail TEXT, rail_id TEXT,
  amount INTEGER NOT NULL, last_day TEXT, on_expiry TEXT, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX memo_post_master ON memo_post (master, seq);
CREATE INDEX memo_post_active ON memo_post (last_day) WHERE status = 'Active';

CREATE TABLE restriction (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, master TEXT NOT NULL, status TEXT NOT NULL, restriction_type TEXT NOT NULL,
  sub TEXT, applies_to TEXT NOT NULL, rail TEXT, type TEXT, other_type TEXT, threshold INTEGER, code TEXT,
  reason TEXT NOT NULL, notes TEXT, starts_ms INTEGER, expires_ms INTEGER, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX restriction_master ON restriction (master) WHERE status = 'Active';

CREATE TABLE stop_payment (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sub TEXT NOT NULL, status TEXT NOT NULL, rail TEXT, amount INTEGER,
  created_ms INTEGER NOT NULL);
CREATE INDEX stop_payment_sub ON stop_payment (sub) WHERE status = 'Active';

CREATE TABLE ach_payment (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, reference_id TEXT NOT NULL, status TEXT NOT NULL, partner_id TEXT NOT NULL,
  direction TEXT NOT NULL, payment_type TEXT NOT NULL, account TEXT NOT NULL, type TEXT NOT NULL, sec_code TEXT NOT NULL,
  service_type TEXT NOT NULL, amount INTEGER NOT NULL, receiver_identification TEXT, client_identifier TEXT, details TEXT NOT NULL,
  original_id TEXT, batch_id TEXT, batch_sequence INTEGER, rejection_code TEXT,
  early INTEGER NOT NULL, effective_day TEXT, memo_post_id TEXT, transaction_id TEXT, due_ms INTEGER,
  created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX ach_payment_created ON ach_payment (created_ms) WHERE status = 'Created';
CREATE INDEX ach_payment_due ON ach_payment (due_ms) WHERE due_ms IS NOT NULL;
CREATE INDEX ach_payment_effective ON ach_payment (effective_day) WHERE due_ms IS NULL AND status IN ('Pending', 'Processing');
CREATE INDEX ach_payment_partner ON ach_payment (partner_id, seq);
CREATE INDEX ach_payment_memo_post ON ach_payment (memo_post_id) WHERE memo_post_id IS NOT NULL;
CREATE INDEX ach_payment_receiver ON ach_payment (partner_id, receiver_identification, seq);
CREATE INDEX ach_payment_client_identifier ON ach_payment (partner_id, client_identifier) WHERE client_identifier IS NOT NULL;
CREATE INDEX ach_payment_account ON ach_payment (account);
CREATE INDEX ach_payment_original ON ach_payment (original_id) WHERE original_id IS NOT NULL;
CREATE INDEX ach_payment_batch ON ach_payment (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE client_batch (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, reference_id TEXT NOT NULL, status TEXT NOT NULL, partner_id TEXT NOT NULL,
  account TEXT NOT NULL, product_id TEXT NOT NULL, details TEXT NOT NULL, payments INTEGER NOT NULL, debit_total INTEGER NOT NULL,
  credit_total INTEGER NOT NULL, imported INTEGER NOT NULL, client_identifier TEXT, due_ms INTEGER, created_ms INTEGER NOT NULL,
  imported_ms INTEGER);
CREATE INDEX client_batch_due ON client_batch (due_ms) WHERE due_ms IS NOT NULL;

CREATE TABLE callback_host (partner_id TEXT NOT NULL, host TEXT NOT NULL, PRIMARY KEY (partner_id, host)) WITHOUT ROWID;

CREATE TABLE registration (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, partner_id TEXT NOT NULL, event_name TEXT NOT NULL, callback_url TEXT,
  auth_username TEXT, auth_password TEXT, type TEXT NOT NULL, format TEXT NOT NULL, status TEXT NOT NULL,
  errors INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, last_error_ms INTEGER, due_ms INTEGER,
  UNIQUE (event_name, partner_id));
CREATE INDEX registration_due ON registration (due_ms) WHERE due_ms IS NOT NULL;

CREATE TABLE event_entry (
  seq INTEGER PRIMARY KEY, registration_id TEXT NOT NULL, resource TEXT NOT NULL, details TEXT, occurred_ms INTEGER NOT NULL);

CREATE TABLE event (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, registration_id TEXT NOT NULL, partner_id TEXT NOT NULL, event_name TEXT NOT NULL,
  status TEXT NOT NULL, queue_position INTEGER, is_ping INTEGER NOT NULL, resources TEXT NOT NULL, details TEXT NOT NULL,
  created_ms INTEGER NOT NULL, attempted_ms INTEGER);
CREATE INDEX event_partner ON event (partner_id, seq);
CREATE INDEX event_queue ON event (registration_id, is_ping, queue_position) WHERE queue_position IS NOT NULL;
CREATE INDEX event_position ON event (queue_position) WHERE queue_position IS NOT NULL;
CREATE INDEX event_ping ON event (registration_id) WHERE queue_position IS NOT NULL AND is_ping = 1;

CREATE TABLE idempotency (
  seq INTEGER PRIMARY KEY, key TEXT NOT NULL, request TEXT NOT NULL, request_id TEXT NOT NULL, status INTEGER NOT NULL, body TEXT,
  created_ms INTEGER NOT NULL);
CREATE INDEX idempotency_key ON idempotency (key);
`;
