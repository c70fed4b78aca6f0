/** Returns true for a host of this machine, as `URL.hostname` spells it: 127.0.0.0/8, `localhost` or `[::1]`. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '').toLowerCase();
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Returns a text with the user names and passwords of the addresses in it masked. */
export function maskUserinfo(text: string): string {
  return text.replaceAll(/\/\/[^/\s"]*@/g, '//***@');
}
