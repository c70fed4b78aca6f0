import type { EmulatorProcess } from './emulator-process.ts';
import { issueToken } from './funded-accounts.ts';

/** Makes a running emulator what it was when it started: the same seed, no customer, no account. */
export async function resetBank(emulator: EmulatorProcess): Promise<void> {
  const authorization = await issueToken(emulator, 'operator');
  const answer = await fetch(`${emulator.baseUrl}/emulator/v1/reset`, { method: 'POST', headers: { authorization } });
  if (!answer.ok) throw new Error(`The bank cannot be reset: ${answer.status}`);
}
