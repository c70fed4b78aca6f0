import { BinaryBody } from '../../core/exchange.ts';
import type { Limits } from '../../core/limits.ts';
import { readPages } from '../client/read-pages.ts';
import { exchangeOf } from '../client/typed-client.ts';
import { parseInterestIncome, parseStatement } from '../documents/parse-statement.ts';
import type { PdfReader } from '../documents/read-pdf.ts';
import type { Books, ObservedDocument, ObservedStatement, ObservedTaxForm, ObservedTaxForms } from './books.ts';
import type { ObservationSoFar } from './observe-deposits.ts';
import { daysOf, hasPassedMonth } from './passed-month.ts';
import { dataOf, UnreadableAnswer } from './unread-parts.ts';

interface DocumentsLook extends ObservationSoFar {
  /** The masters of which a step itself has read documents. */
  readonly documentsOf: ReadonlySet<string>;
  readonly limits: Limits;
}

type Documents = Pick<Books, 'statements' | 'taxForms'>;

/**
 * Reads the statements and tax forms of accounts whose first month or year is over, in a sweep and where a step has
 * read documents. A document is read once: it never changes.
 */
export async function observeDocuments(look: DocumentsLook): Promise<Documents> {
  const { before, books, masters, sweep, documentsOf } = look;
  const wanted = masters.filter(
    (master) => (sweep || documentsOf.has(master)) && hasPassedMonth(books, master) && isDeposit(books, master),
  );
  const statements = new Map(before.statements);
  const taxForms = new Map(before.taxForms);
  if (wanted.length > 0) {
    const reading = createReading(look);
    try {
      for (const master of wanted) {
        const list = await readStatements(look, master, reading);
        if (list) statements.set(master, list);
        const forms = hasPassedYear(books, master) ? await readTaxForms(look, master, reading) : undefined;
        if (forms) taxForms.set(master, forms);
      }
    } finally {
      await reading.close();
    }
  }
  return { ...(statements.size > 0 ? { statements } : {}), ...(taxForms.size > 0 ? { taxForms } : {}) };
}

function isDeposit({ accounts }: Books, master: string): boolean {
  return accounts.get(`master:${master}`)?.accountType !== 'GeneralLedger';
}

function hasPassedYear(books: Books, master: string): boolean {
  const days = daysOf(books, master);
  return days !== undefined && days.first.slice(0, 4) < days.latest.slice(0, 4);
}

/** Reads documents; the PDF reader is loaded and started with the first one. */
interface Reading {
  read<Content>(
    get: () => Promise<{ readonly response: Response }>,
    parse: (lines: readonly string[]) => Content | undefined,
  ): Promise<ObservedDocument<Content>>;
  close(): Promise<void>;
}

function createReading({ limits }: DocumentsLook): Reading {
  let reader: PdfReader | undefined;
  return {
    async read(get, parse) {
      const exchange = exchangeOf(await get());
      const { statusCode, binary, unreadable } = exchange.response;
      if (statusCode !== 200 || !(binary instanceof BinaryBody))
        throw new UnreadableAnswer(exchange.operationId, unreadable ?? `status ${statusCode} without a PDF`);
      reader ??= (await import('../documents/read-pdf.ts')).openPdfReader(limits);
      const text = await reader.read(binary.bytes());
      const { sha256 } = binary;
      if ('unreadable' in text) return { sha256, unreadable: text.unreadable };
      const content = parse(text.lines);
      return content === undefined ? { sha256, unreadable: 'its layout is not known' } : { sha256, content };
    },
    close: async () => await reader?.close(),
  };
}

async function readStatements(look: DocumentsLook, accountNumber: string, reading: Reading) {
  const { api, before, limits, unread } = look;
  const known = new Map(before.statements?.get(accountNumber)?.map((statement) => [statement.id, statement]));
  const read = async () => {
    const listed = await readPages(async (pageNumber) => {
      const params = { path: { accountNumber }, query: { pageNumber, pageSize: PAGE_SIZE } };
      return dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}/statements', { params }), PAGE_FIELDS);
    }, limits);
    const statements: ObservedStatement[] = [];
    for (const { id, periodStart, periodEnd } of listed) {
      const params = { path: { accountNumber, statementId: id } };
      const path = '/core/v1/dda/accounts/{accountNumber}/statements/{statementId}';
      const get = async () => await api.GET(path, { params });
      const document = known.get(id)?.document ?? (await reading.read(get, parseStatement));
      statements.push({ id, periodStart, periodEnd, document });
    }
    return statements;
  };
  return await unread.reading({ part: 'statements', subject: accountNumber }, read);
}

async function readTaxForms(look: DocumentsLook, accountNumber: string, reading: Reading) {
  const { api, before, books, limits, unread } = look;
  const known = new Map(before.taxForms?.get(accountNumber)?.forms.map((form) => [form.id, form]));
  const read = async (): Promise<ObservedTaxForms> => {
    const listed = await readPages(async (pageNumber) => {
      const params = { path: { accountNumber }, query: { pageNumber, pageSize: PAGE_SIZE } };
      return dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}/tax-documents', { params }), PAGE_FIELDS);
    }, limits);
    const forms: ObservedTaxForm[] = [];
    for (const { id, year, status } of listed) {
      const params = { path: { accountNumber, taxDocumentId: id } };
      const path = '/core/v1/dda/accounts/{accountNumber}/tax-documents/{taxDocumentId}';
      const get = async () => await api.GET(path, { params });
      const document = known.get(id)?.document ?? (await reading.read(get, parseInterestIncome));
      forms.push({ id, year, status, document });
    }
    return {
      forms,
      unknownAccounts: await findUnknownAccounts(look, books.accounts.get(`master:${accountNumber}`)?.customerId),
    };
  };
  return await unread.reading({ part: 'taxForms', subject: accountNumber }, read);
}

/** Lists the customer's accounts that the run has not opened: their interest is in the form too. */
async function findUnknownAccounts(
  { api, books, limits }: DocumentsLook,
  customerId: string | undefined,
): Promise<string[]> {
  if (customerId === undefined) return [];
  const accounts = await readPages(async (pageNumber) => {
    const params = { query: { customerId, pageNumber, pageSize: PAGE_SIZE } };
    return dataOf(await api.GET('/core/v1/dda/accounts', { params }), PAGE_FIELDS);
  }, limits);
  return accounts.flatMap(({ accountNumber }) =>
    books.accounts.has(`master:${accountNumber}`) ? [] : [accountNumber],
  );
}

const PAGE_SIZE = 50;
const PAGE_FIELDS = ['results', 'hasNextPage'];
