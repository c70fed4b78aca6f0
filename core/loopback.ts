/** Whether a host, as `URL.hostname` writes it, is this machine: 127.0.0.0/8, `localhost` or `[::1]`. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '').toLowerCase();
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Why a document of somebody else's may not have requests sent to this server; undefined for http or https on this machine
 * without a user name or password, which would stand in reports.
 */
export function describeForbiddenServer(server: string): string | undefined {
  if (!URL.canParse(server)) return 'is no address';
  const { protocol, hostname, username, password } = new URL(server);
  if (username !== '' || password !== '') return 'holds a user name or password';
  if (/^https?:$/.test(protocol) && isLoopbackHost(hostname)) return undefined;
  return 'is not on this machine, as that of another API has to be';
}

/** A text with the user names and passwords of the addresses in it masked. */
export function maskUserinfo(text: string): string {
  return text.replaceAll(/\/\/[^/\s"]*@/g, '//***@');
}
