import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

/**
 * Loaded into a command by `--import`: writes the host and port of every socket to the file `SOCKET_LOG`, and blocks
 * sockets to other machines.
 */
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...args: Parameters<typeof connect>) {
  const [first] = args as unknown as [unknown];
  const { host, port } = (Array.isArray(first) ? first[0] : first) as { host?: string; port?: number | string };
  if (port === undefined || /^(127\.|localhost$)/.test(host ?? 'localhost')) return connect.apply(this, args);
  appendFileSync(process.env.SOCKET_LOG ?? '', `${host}:${port}\n`);
  process.nextTick(() => this.destroy(Object.assign(new Error('refused by the test'), { code: 'ECONNREFUSED' })));
  return this;
} as typeof connect;
