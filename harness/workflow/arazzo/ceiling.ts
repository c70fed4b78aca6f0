import { createContext, Script } from 'node:vm';
import { CrosscheckError } from '../../../core/errors.ts';

const MOST_MS = 1_000;

/** What was written in a document takes longer than it may. */
export class TooLong extends CrosscheckError {
  constructor(what: string) {
    super({
      code: 'not-executable',
      message: `${what} was not decided within ${MOST_MS} ms`,
      remedy: 'Write its pattern so that no repetition stands within a repetition, as in (a+)+',
    });
  }
}

let room: { readonly context: { work: () => unknown }; readonly script: Script } | undefined;

/**
 * Does work that a pattern of a document decides the length of, a regular expression before all, and throws TooLong where it
 * takes more than a second: such a pattern can keep the process busy for ever, and no length of text is short enough for all.
 */
export function withinCeiling<T>(what: string, work: () => T): T {
  room ??= { context: createContext({}) as { work: () => unknown }, script: new Script('work()') };
  room.context.work = work;
  try {
    return room.script.runInContext(room.context, { timeout: MOST_MS }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TooLong(what);
    throw error;
  }
}
