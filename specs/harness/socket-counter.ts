import { Socket } from 'node:net';

/** The sockets that a test has seen opened. */
export interface SocketCounter {
  /** Host and port of each, in order. */
  readonly opened: string[];
  stop(): void;
}

interface ConnectOptions {
  readonly host?: string;
  readonly port?: number | string;
}

/**
 * Counts every socket of this process before its name is looked up, and lets none of them through: each fails as if
 * nothing listened there. Whatever sends HTTP (`node:http`, `node:https`, `fetch`) connects by
 * `Socket.prototype.connect`.
 */
export function countSockets(): SocketCounter {
  const opened: string[] = [];
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...args: readonly unknown[]) {
    const [first] = args;
    const { host, port } = (Array.isArray(first) ? first[0] : first) as ConnectOptions;
    opened.push(`${host}:${port}`);
    process.nextTick(() => this.destroy(Object.assign(new Error('refused by the test'), { code: 'ECONNREFUSED' })));
    return this;
  } as typeof connect;
  return {
    opened,
    stop() {
      Socket.prototype.connect = connect;
    },
  };
}
