import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The yardstick: a bare `node:http` server that reads a body and answers 1 kB of JSON. */
const answer = JSON.stringify({ text: 'x'.repeat(1_000) });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
