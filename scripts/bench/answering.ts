import type { FundedAccounts } from './funded-accounts.ts';
import { measureRate } from './load.ts';
import { type Measure, median } from './measure.ts';
import { startServer, startSilentServer } from './processes.ts';

const SECONDS = 4;
const ROUNDS = 3;

/** Prism's mock of the core document, without a log: the others keep none. */
const PRISM_MOCK = ['node_modules/.bin/prism', 'mock', 'generated/openapi/core.openapi.json', '--verboseLevel', 'warn'];

/** Measures the GET of one account on a bare server, the emulator and Prism's mock, in turns under the same load. */
export async function measureAnswering({ target, authorization, a }: FundedAccounts): Promise<Measure[]> {
  const bare = await startServer(['scripts/bench/bare-server.ts'], /^http/);
  const prism = await startSilentServer(PRISM_MOCK).catch(async (error: unknown) => {
    await bare.stop();
    throw error;
  });
  const servers = [
    { name: 'bare node:http', baseUrl: bare.lines[0] ?? '' },
    { name: 'emulator', baseUrl: target.baseUrl },
    { name: 'Prism mock, its log off', baseUrl: prism.url },
  ];
  const rounds: number[][] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const rates: number[] = [];
      for (const { baseUrl } of servers) {
        const url = `${baseUrl}/core/v1/dda/accounts/${a}`;
        rates.push(await measureRate({ url, headers: { authorization }, seconds: SECONDS }));
      }
      rounds.push(rates);
    }
  } finally {
    await bare.stop();
    await prism.stop();
  }
  return servers.map(({ name }, at) => {
    const rates = rounds.map((round) => round[at] ?? Number.NaN);
    const ratio = median(rates.map((rate, round) => rate / (rounds[round]?.[0] ?? Number.NaN)));
    return {
      name: `GET /core/v1/dda/accounts/{accountNumber}: ${name}`,
      measured: `${ratio.toFixed(2)} (${median(rates).toFixed(0)}/s)`,
      note: 'of the bare server; 10 connections',
    };
  });
}
