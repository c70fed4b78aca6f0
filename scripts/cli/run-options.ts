/** The options of `crosscheck run`. */
export interface RunCommandOptions {
  /** The flagship unless told, or the only one of a folder or file. */
  readonly workflow?: string;
  readonly workflows?: string;
  readonly list?: true;
  readonly seed: number;
  readonly json?: true;
  readonly target?: string;
  readonly input: readonly string[];
  readonly server: readonly string[];
  /** False with `--no-books`. */
  readonly books: boolean;
  readonly repeat: number;
  readonly parallel: number;
}

/** What of the options each run is made with. */
export function setupOf({ target, books }: Pick<RunCommandOptions, 'target' | 'books'>) {
  return { observesBooks: books, ...(target === undefined ? {} : { url: target }) };
}

/** The command that runs one run alone. */
export function commandFor(
  { workflowId, origin }: { readonly workflowId: string; readonly origin?: string },
  { workflows, target, books, input, server }: RunCommandOptions,
  seed: number,
): string {
  const where = origin === undefined ? [] : origin === workflows ? ['--workflows', origin] : [origin];
  const given = [...input.map((text) => ['--input', text]), ...server.map((text) => ['--server', text])].flat();
  const rest = [
    ...[...where, '--workflow', workflowId, '--seed', String(seed)],
    ...(target === undefined ? [] : ['--target', target]),
    ...(books ? [] : ['--no-books']),
    ...given,
  ];
  return [origin === undefined ? 'npm start --' : 'npx crosscheck run', ...rest.map(quote)].join(' ');
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
