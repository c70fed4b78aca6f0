import { createContext, Script } from 'node:vm';
import { CrosscheckError } from './errors.ts';
import { defaultLimits, describeLimit, type Limits } from './limits.ts';

let limits = defaultLimits;

/** Sets the limit `patternMs` of this thread. */
export function setPatternLimit(changed: Limits): void {
  limits = changed;
}

/** The error of a pattern that takes longer than the limit `patternMs`. */
export class TooLong extends CrosscheckError {
  constructor(what: string) {
    super({
      code: 'not-executable',
      message: `${what} took too long: ${describeLimit('patternMs', limits)}`,
      remedy: 'Write its pattern without a repetition inside a repetition, as in (a+)+',
    });
  }
}

let room: { readonly context: { work: () => unknown }; readonly script: Script } | undefined;

/**
 * Runs work that a pattern of a document can make endless, such as a regular expression. Throws TooLong after the limit
 * `patternMs`. A limit on the length of the text would not help: no length is short enough for every pattern.
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
