import { createContext, Script } from 'node:vm';
import { CrosscheckError } from './errors.ts';
import { defaultLimits, describeLimit, type Limits } from './limits.ts';

let limits = defaultLimits;

/** Sets the limit `patternMs` of this thread. */
export function setPatternLimit(changed: Limits): void {
  limits = changed;
}

/** Work on a pattern of a document that takes longer than the limit `patternMs`. */
export class TooLong extends CrosscheckError {
  constructor(what: string) {
    super({
      code: 'not-executable',
      message: `${what} was not decided in time: ${describeLimit('patternMs', limits)}`,
      remedy: 'Write its pattern without a repetition inside a repetition, as in (a+)+',
    });
  }
}

let room: { readonly context: { work: () => unknown }; readonly script: Script } | undefined;

/**
 * Runs work that a pattern of a document can make endless, such as a regular expression, and throws TooLong when it
 * exceeds the limit `patternMs`. No length of text is short enough for every pattern.
 */
export function withinCeiling<T>(what: string, work: () => T): T {
  room ??= { context: createContext({}) as { work: () => unknown }, script: new Script('work()') };
  room.context.work = work;
  try {
    return room.script.runInContext(room.context, { timeout: limits.patternMs }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TooLong(what);
    throw error;
  }
}
