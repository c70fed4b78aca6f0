import type { Target } from '../../core/target.ts';
import { type EmulatorOptions, startEmulator } from '../../emulator/start.ts';

/** A bank of this process's own, and the target that points to it. */
export interface EmbeddedBank {
  readonly target: Target;
  close(): Promise<void>;
}

/** Starts the emulator, on a free port of the loopback unless told, in memory, and calls it with its demo credentials. */
export async function embedBank(seed: number, options: EmulatorOptions = {}): Promise<EmbeddedBank> {
  const bank = await startEmulator({ seed, ...options });
  const [partner] = bank.demo.partners;
  const { clientId, clientSecret, partnerId } = partner;
  return {
    target: {
      kind: 'emulator',
      baseUrl: bank.baseUrl,
      tokenUrl: bank.tokenUrl,
      audience: bank.demo.audience,
      partnerId,
      partner: { clientId, clientSecret },
      operator: bank.demo.operator,
      products: bank.demo.products,
    },
    close: () => bank.close(),
  };
}
