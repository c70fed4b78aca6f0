/** Domains and top-level domains that nobody can own. Source: RFC 2606, RFC 6761. */
const RESERVED = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost)$/i;

/** Whether a host's name is reserved, so that no mail and no visit reaches anybody. */
export function isReservedHost(host: string): boolean {
  return RESERVED.test(host.replace(/\.$/, ''));
}
