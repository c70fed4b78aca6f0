/** Returns true for a host of this machine, as `URL.hostname` spells it: 127.0.0.0/8, `localhost` or `[::1]`. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '').toLowerCase();
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Masks the user names and passwords in the addresses of a text. */
export function maskUserinfo(text: string): string {
  return text.replaceAll(/\/\/[^/\s"]*@/g, '//***@');
}

/**
 * Returns the address of a webhook handler without user, path and query, each of which may be a secret:
 * `https://host/***`. For a text that is not an address, returns the part before the first slash.
 */
export function maskUrlPath(url: string): string {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][\w+.-]*:\/\/)?([^/?#\s]*)(.*)$/is.exec(url) ?? [];
  const shown = `${scheme}${authority.replace(/^.*@/s, '***@')}`;
  return /^\/?$/.test(rest) ? `${shown}${rest}` : `${shown}/***`;
}
