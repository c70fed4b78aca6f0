import type { Locator, Page } from '@playwright/test';
import { createCustomerGenerator } from '../../harness/host.ts';
import type { TestBank } from '../emulator/test-bank.ts';
import { OTHER_NAME } from './find-browser.ts';
import { expect, test } from './page-test.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Opens a module of the page by its switcher, and waits until its document is shown. */
async function openModule(page: Page, module: string, title: string): Promise<void> {
  await page.getByLabel('Select a definition').selectOption({ label: module });
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

async function authorize(page: Page, { clientId, clientSecret }: { clientId: string; clientSecret: string }) {
  await page.locator('.scheme-container').getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.dialog-ux');
  await dialog.getByLabel('client_id').fill(clientId);
  await dialog.getByLabel('client_secret').fill(clientSecret);
  await dialog.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
  return dialog;
}

/** Unfolds an operation, which is open for trying out from the start. */
async function openOperation(page: Page, operationId: string): Promise<Locator> {
  const operation = page.locator(`[id$="-${operationId}"]`);
  await operation.locator('.opblock-summary-control').click();
  return operation;
}

/** Executes an operation and returns the status and body that the page shows. */
async function execute(operation: Locator, body?: object): Promise<{ status: string; body: unknown }> {
  if (body) await operation.locator('textarea.body-param__text').fill(JSON.stringify(body));
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table .response');
  const status = await answer.locator('.response-col_status').innerText();
  const text = await answer.locator('.highlight-code code').first().innerText();
  return { status: status.trim(), body: JSON.parse(text) };
}

function buildCustomer({ target }: TestBank): object {
  const { name, profile, address, phone } = createCustomerGenerator(1).person();
  const primaries = { primaryAddress: address, primaryPhone: phone };
  return { partnerId: target.partnerId, classification: 'Personal', name, profile, ...primaries };
}

test('/swagger shows each module, and asks no other host', async ({ page, bank, watched }) => {
  const baseUrl = bank.emulator.baseUrl.replace('127.0.0.1', OTHER_NAME);
  await page.goto(`${baseUrl}/swagger`);
  await expect(page.getByRole('heading', { level: 1, name: 'COS core' })).toBeVisible();
  await openModule(page, 'ach', 'COS ACH payments');
  await openModule(page, 'identity', 'COS identity server');
  await openModule(page, 'emulator', 'Control plane of the emulator');
  await openModule(page, 'core', 'COS core');
  expect([...watched.origins]).toEqual([baseUrl]);
  expect(watched.errors).toEqual([]);
});

test('with the partner’s demo credentials onboardCustomer is tried out on /swagger', async ({
  page,
  bank,
  watched,
}) => {
  await page.goto(`${bank.emulator.baseUrl}/swagger`);
  const dialog = await authorize(page, bank.target.partner);
  await expect(dialog.getByRole('heading', { name: 'Authorized' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();

  const onboarding = await openOperation(page, 'onboardCustomer');
  const { status, body } = await execute(onboarding, buildCustomer(bank));
  expect({ status, body }).toEqual({
    status: '200',
    body: expect.objectContaining({ id: expect.stringMatching(GUID) }),
  });
  const { id: customerId } = body as { id: string };
  expect(await bank.ok('getCustomer', { path: { customerId } })).toMatchObject({ id: customerId });
  expect([...watched.origins]).toEqual([bank.emulator.baseUrl]);
  expect(watched.errors).toEqual([]);
});

test('with the operator’s demo credentials the clock is moved on /swagger', async ({ page, bank }) => {
  await page.goto(`${bank.emulator.baseUrl}/swagger`);
  await openModule(page, 'emulator', 'Control plane of the emulator');
  await authorize(page, bank.emulator.demo.operator);
  await page.locator('.dialog-ux').getByRole('button', { name: 'Close' }).click();
  const before = bank.emulator.clock().now;
  const { status } = await execute(await openOperation(page, 'advanceClock'), { bySeconds: 60 });
  expect(status).toBe('200');
  expect(Date.parse(bank.emulator.clock().now) - Date.parse(before)).toBe(60_000);
});

test('without authorization onboardCustomer shows 401 on /swagger', async ({ page, bank }) => {
  await page.goto(`${bank.emulator.baseUrl}/swagger`);
  const onboarding = await openOperation(page, 'onboardCustomer');
  expect(await execute(onboarding, buildCustomer(bank))).toEqual({
    status: expect.stringMatching(/^401/),
    body: { errors: [{ code: 3000, message: 'Token is missing, unknown or expired' }] },
  });
});

test('a wrong secret is refused in the dialog of /swagger', async ({ page, bank }) => {
  await page.goto(`${bank.emulator.baseUrl}/swagger`);
  const dialog = await authorize(page, { ...bank.target.partner, clientSecret: 'wrong' });
  await expect(dialog.locator('.errors')).toContainText('invalid_client');
});
