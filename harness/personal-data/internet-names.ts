/**
 * Reserved domains and top-level domains. Source: RFC 2606, RFC 6761, RFC 6762 (.local), RFC 7686 (.onion), RFC 8375
 * (home.arpa), RFC 9476 (.alt), ICANN (.internal).
 */
const RESERVED = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local|internal|onion|alt|home\.arpa)$/i;

/**
 * File extensions and words that follow a dot in code and style sheets. None is a top-level domain; .md, .py and .sh
 * are.
 */
const NO_TOP_LEVEL_DOMAINS = new Set(
  (
    'js mjs cjs jsx ts tsx mts cts json ndjson css scss sass less html htm xml xsd yaml yml toml lock txt csv tsv log map snap png jpg ' +
    'jpeg gif webp avif svg ico bmp pdf doc docx xls xlsx ppt pptx gz tgz tar bz exe dll jar war java kt go rb php sql conf cfg ini env ' +
    'bak tmp wasm woff ttf otf eot vue svelte screen print length prototype call apply bind config'
  ).split(' '),
);

/** Returns true if the name of a host is reserved, so that no mail reaches it. */
export function isReservedHost(host: string): boolean {
  return RESERVED.test(host.replace(/\.$/, ''));
}

/** Returns true if a name ends like a file or like code, not like a host. */
export function hasNoTopLevelDomain(name: string): boolean {
  return NO_TOP_LEVEL_DOMAINS.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}

/** Returns true if a name ends like most hosts and hardly any word of code. */
export function hasCommonTopLevelDomain(name: string): boolean {
  return /\.(?:com|net|org|edu|gov|mil|info|biz|us|uk|ca|de|fr)$/i.test(name);
}
