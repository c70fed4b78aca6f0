import { CrosscheckError } from '../../core/errors.ts';

/** Parses the URL of `--target`. Throws a CrosscheckError for one without `http://` or `https://`. */
export function parseTargetUrl(text: string): string {
  if (/^https?:\/\//i.test(text)) return text;
  const host = text.replace(/^(?:[a-z]+:(?=\/))?\/*/i, '');
  const scheme = /^(?:localhost|127\.|\[::1\])/i.test(host) ? 'http' : 'https';
  const isHost = URL.canParse(`${scheme}://${host}`) && !host.includes('@');
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot use the target "${text.replace(/^.*@/s, '***@')}": it must begin with http:// or https://`,
    remedy: isHost ? `Did you mean --target ${scheme}://${host}?` : 'Example: --target http://127.0.0.1:4010',
  });
}
