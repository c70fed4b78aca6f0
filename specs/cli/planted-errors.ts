/** The place of a planted error: a file of the project, and the head of a function up to its brace. */
export interface Plant {
  readonly file: string;
  readonly head: RegExp;
  /** The statement; default: it throws. */
  readonly code?: string;
  /** Plants nothing before this call of the function; default: the first. */
  readonly call?: number;
}

/**
 * Returns options of Node with which a process, its threads included, has an error in the middle of that function. A
 * function that is not there ends the process with exit code 99.
 */
export function plantedIn({ file, head, code = "throw new TypeError('planted');", call = 1 }: Plant): string[] {
  const statement = `if ((globalThis.calls = (globalThis.calls ?? 0) + 1) === ${call}) { ${code} }`;
  const preload = `
import { registerHooks } from 'node:module';
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(${JSON.stringify(`/${file}`)})) return loaded;
    const source = String(loaded.source);
    const planted = source.replace(${head}, (head) => head + ${JSON.stringify(`${statement}\n`)});
    if (planted === source) { console.error('nothing was planted'); process.exit(99); }
    return { ...loaded, source: planted };
  },
});`;
  return ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
}
