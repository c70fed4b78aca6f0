import { describeLimit, type Limits } from '../../core/limits.ts';

/** The text of a PDF by lines, or the reason why it cannot be read. */
export type PdfText = { readonly lines: readonly string[] } | { readonly unreadable: string };

/** Reads untrusted PDFs, one after the other. */
export interface PdfReader {
  read(bytes: Uint8Array): Promise<PdfText>;
  close(): Promise<void>;
}

/** The memory of the worker in megabytes. A document that needs more ends the worker, not the run. */
const MEMORY_MB = 256;

/** Loaded with the first document: most runs read none. */
const { Worker } = process.getBuiltinModule('node:worker_threads');
type Thread = InstanceType<typeof Worker>;

/**
 * Opens a reader of the text of untrusted PDFs, with limits on bytes, pages, memory and time. A worker thread reads
 * them: it runs no script, requests nothing, and is ended at a limit. A document that cannot be read has a reason,
 * never an error.
 */
export function openPdfReader(limits: Limits): PdfReader {
  let worker: Thread | undefined;
  const stop = async () => {
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  };
  return {
    async read(bytes) {
      if (bytes.length > limits.documentBytes)
        return { unreadable: `it has ${bytes.length} bytes: ${describeLimit('documentBytes', limits)}` };
      worker ??= startWorker();
      const { text, isUsable } = await readWith(worker, bytes, limits);
      if (!isUsable) await stop();
      return text;
    },
    close: stop,
  };
}

function startWorker(): Thread {
  return new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    env: {},
    stdout: true,
    stderr: true,
  });
}

interface Outcome {
  readonly text: PdfText;
  /** False if the worker has ended, or must be ended. */
  readonly isUsable: boolean;
}

async function readWith(worker: Thread, bytes: Uint8Array, limits: Limits): Promise<Outcome> {
  let settle: (outcome: Outcome) => void = () => undefined;
  const giveUp = (unreadable: string) => settle({ text: { unreadable }, isUsable: false });
  const accept = (text: PdfText) => settle({ text, isUsable: true });
  const fail = ({ message }: Error) => giveUp(`reading it failed: ${message}`);
  const end = () => giveUp('reading it ended without a result');
  const tooLong = () => giveUp(`it takes too long: ${describeLimit('documentSeconds', limits)}`);
  const timer = setTimeout(tooLong, limits.documentSeconds * 1000);
  try {
    return await new Promise<Outcome>((resolve) => {
      settle = resolve;
      worker.on('message', accept).on('error', fail).on('exit', end);
      worker.postMessage({ bytes, mostPages: limits.documentPages });
    });
  } finally {
    clearTimeout(timer);
    worker.off('message', accept).off('error', fail).off('exit', end);
  }
}
