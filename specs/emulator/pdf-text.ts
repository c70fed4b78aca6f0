import { extractText, getDocumentProxy } from 'unpdf';
import { BinaryBody } from '../../core/exchange.ts';
import type { OperationId } from '../../generated/operations.ts';
import { createClient, type SendInput } from '../../harness/client/client.ts';
import type { TestBank } from './test-bank.ts';

/** Returns the bytes of a PDF that the bank sends. */
export async function pdfOf(bank: TestBank, operationId: OperationId, input: SendInput): Promise<Uint8Array> {
  const { response } = await createClient(bank.target).send(operationId, input);
  if (response.statusCode !== 200 || !(response.binary instanceof BinaryBody))
    throw new Error(`${operationId}: ${response.statusCode} ${JSON.stringify(response.body)}`);
  return response.binary.bytes();
}

/** Returns the text of each page, as one line of words. */
export async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: false });
  return text.map((page) => page.replace(/\s+/g, ' ').trim());
}
