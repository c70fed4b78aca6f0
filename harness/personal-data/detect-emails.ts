import type { Detect, Detection } from './detection.ts';
import { hasCommonTopLevelDomain, hasNoTopLevelDomain, isReservedHost } from './internet-names.ts';

const AT = /@|%40/g;
const IN_LOCAL_PART = /[\p{L}\p{N}.+_~%-]/u;
const DOMAIN = /(?:[\p{L}\p{N}-]{1,63}\.){1,20}\p{L}{2,24}(?![\p{L}\p{N}])/uy;
/** Characters that an address may have, but that usually mean something else before the at sign. */
const LAST_SIGN = /[!#$&*?^]/;
const MOST_LAST_SIGNS = 3;
/** The limit of RFC 5321, in octets. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_USERINFO = 100;
/** Characters that end what may be the user of a URL. */
const NO_USERINFO = /[\s/?#"'`<>,;|()[\]{}\\]/;

/**
 * Finds e-mail addresses at a domain that can be registered. Ignores the user of a URL or git remote, a version
 * (`name@1.2.3`), a file (`logo@2x.png`), a call, and a host without a dot. Source: RFC 2606, RFC 6761.
 */
export const detectEmails: Detect = (text) => {
  const found: Detection[] = [];
  for (const { 0: sign, index } of text.matchAll(AT)) {
    DOMAIN.lastIndex = index + sign.length;
    const domain = domainOf(DOMAIN.exec(text)?.[0] ?? '');
    if (domain === '' || isReservedHost(domain)) continue;
    const name = localPartBefore(text, index);
    const offset = index - name.length;
    const end = index + sign.length + domain.length;
    if (name === '' || looksOnly({ text, name, domain, offset, end })) continue;
    found.push({
      kind: 'e-mail',
      offset,
      length: end - offset,
      why: 'is at a domain that can be registered',
      remedy: 'Use a reserved domain: example.com, example.net, example.org, or one that ends in .example or .test',
    });
  }
  return found;
};

/** Returns the host in a name: the whole name, or the part before a file extension; empty if there is none. */
function domainOf(name: string): string {
  if (!hasNoTopLevelDomain(name)) return name;
  const stem = name.slice(0, name.lastIndexOf('.'));
  return hasCommonTopLevelDomain(stem) ? stem : '';
}

/**
 * Returns the local part before the at sign, without characters that usually separate other things: = / & ' and
 * similar.
 */
function localPartBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < MOST_LAST_SIGNS && LAST_SIGN.test(text.charAt(start - 1))) start--;
  while (start > 0 && end - start < LONGEST_LOCAL_PART && IN_LOCAL_PART.test(text.charAt(start - 1))) start--;
  const name = text.slice(start, end).replace(/^(?:[.~+-]|%[\da-f]{2})+/i, '');
  return /[\p{L}\p{N}]/u.test(name) ? name : '';
}

interface Place {
  readonly text: string;
  readonly name: string;
  readonly domain: string;
  readonly offset: number;
  readonly end: number;
}

function looksOnly({ text, name, domain, offset, end }: Place): boolean {
  const behind = text[end];
  const before = text.slice(Math.max(0, offset - LONGEST_USERINFO), offset);
  const scheme = before.lastIndexOf('://');
  if (scheme >= 0 && !NO_USERINFO.test(before.slice(scheme + 3))) return true;
  if (/^(?:git|hg|svn)$/.test(name) && (behind === ':' || behind === '/')) return true;
  if (/^v?\d+\.\d+\.\d+/.test(domain)) return true;
  // The shape that this scanner prints for an address.
  if (/^[x#.+_%!$&*?^-]+$/.test(name + domain)) return true;
  return behind === '(' && !hasCommonTopLevelDomain(domain);
}
