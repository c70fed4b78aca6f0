import { CrosscheckError } from '../../core/errors.ts';
import { maskUserinfo } from '../../core/loopback.ts';

/** Parses the values of `--server`, each of the form `name=url`. Throws a CrosscheckError for any other form. */
export function parseServers(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const [, name = '', url = ''] = /^([\w-]+)=(https?:\/\/.+)$/.exec(text) ?? [];
    if (name !== '') return [name, url] as const;
    throw new CrosscheckError({
      code: 'usage',
      message: `Cannot use --server "${maskUserinfo(text)}": expected name=url, with an http or https URL`,
      remedy: 'Write --server NAME=http://127.0.0.1:3000, where NAME is a name from sourceDescriptions',
    });
  });
  return Object.fromEntries(pairs);
}
