/**
 * Domains and top-level domains that nobody can own.
 * Source: RFC 2606, RFC 6761, RFC 6762 (.local), RFC 7686 (.onion), RFC 8375 (home.arpa), RFC 9476 (.alt), ICANN (.internal).
 */
const RESERVED = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local|internal|onion|alt|home\.arpa)$/i;

/** Endings of files, and what code and style sheets have behind a dot: none is a top-level domain, as .md, .py and .sh are. */
const NO_TOP_LEVEL_DOMAINS = new Set(
  (
    'js mjs cjs jsx ts tsx mts cts json ndjson css scss sass less html htm xml xsd yaml yml toml lock txt csv tsv log map snap png jpg ' +
    'jpeg gif webp avif svg ico bmp pdf doc docx xls xlsx ppt pptx gz tgz tar bz exe dll jar war java kt go rb php sql conf cfg ini env ' +
    'bak tmp wasm woff ttf otf eot vue svelte screen print length prototype call apply bind config'
  ).split(' '),
);

/** Whether a host's name is reserved, so that no mail and no visit reaches anybody. */
export function isReservedHost(host: string): boolean {
  return RESERVED.test(host.replace(/\.$/, ''));
}

/** Whether a name ends as no host does: it is a file's, or code. */
export function hasNoTopLevelDomain(name: string): boolean {
  return NO_TOP_LEVEL_DOMAINS.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}

/** Whether a name ends as most hosts do, and as hardly any word of code. */
export function hasCommonTopLevelDomain(name: string): boolean {
  return /\.(?:com|net|org|edu|gov|mil|info|biz|us|uk|ca|de|fr)$/i.test(name);
}
