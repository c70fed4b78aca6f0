import { expect, test } from '@playwright/test';
import { proves } from '../requirement.ts';
import { startTestBank } from './test-bank.ts';
import { hooksOf, type Registration, resources } from './webhook-bank.ts';
import { linesOf, startReceiver } from './webhook-receiver.ts';

const HOUR_MINUTES = 60;
const STEP_MINUTES = 4;

for (const kind of ['answers 503', 'is down'] as const) {
  test(`a receiver that ${kind} for an hour gets every change after a restart`, proves('D08', 'D09'), async () => {
    const bank = await startTestBank();
    let receiver = await startReceiver();
    const hooks = hooksOf(bank, receiver);
    const [one, two] = [await bank.open(), await bank.open('direct')];
    await bank.inbound({ receiverAccountNumber: one, amount: 100_000 });
    await hooks.listenToAll('Extended');
    const port = Number(new URL(receiver.url).port);
    if (kind === 'is down') await receiver.close();
    else receiver.answer = 503;

    const changes: string[] = [];
    for (let minute = 0; minute < HOUR_MINUTES; minute += STEP_MINUTES) {
      const subledger = await bank.subledger(one);
      const { id } = await bank.transfer(one, two, 10);
      const path = { accountNumber: two };
      const body = { appliesTo: 'Account', rail: 'Wire', reason: 'R' };
      const restriction = await bank.ok<{ id: string }>('createRestriction', { path, body });
      changes.push(
        `Core.SubAccount.Opened ${resources.subledger(subledger)}`,
        `Core.Transaction.Completed ${resources.transaction(id)}`,
        `Core.Restriction.Placed ${resources.account(two)}/restrictions/${restriction.id}`,
      );
      await bank.advance(STEP_MINUTES * 60);
    }
    const { results } = await bank.ok<{ results: Registration[] }>('listRegistrations', { query: { pageSize: 50 } });
    const suspended = results.filter(({ status }) => status === 'Suspended');
    expect(suspended.map((it) => `${it.eventName} ${it.consecutiveErrors}`).sort()).toEqual([
      'Core.Restriction.Placed 4',
      'Core.SubAccount.Opened 4',
      'Core.Transaction.Completed 4',
    ]);

    if (kind === 'is down') receiver = await startReceiver(port);
    receiver.answer = 200;
    const before = receiver.received.length;
    await bank.advance(3_600);
    expect(receiver.received.length).toBe(before);
    // Each was attempted four times with its oldest change, and no later one was sent.
    expect(linesOf(receiver.received)).toEqual(
      kind === 'is down' ? [] : [0, 1, 2].flatMap((first) => Array(4).fill(changes[first])).sort(),
    );
    for (const { id } of suspended) await hooks.restart(id);
    await hooks.deliverDue();
    expect(linesOf(receiver.received.slice(before))).toEqual(changes.sort());
    expect(new Set((await hooks.events({ pageSize: 50 })).map(({ status }) => status))).toEqual(new Set(['Success']));
    for (const { id } of suspended) expect(await hooks.state(id)).toBe('Active 0');
    expect(receiver.problems).toEqual([]);
    await bank.emulator.close();
    await receiver.close();
  });
}
