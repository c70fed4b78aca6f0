import { chromium, expect, test as setup } from '@playwright/test';
import { describeLack, findBrowser, loadLaunchOptions } from './find-browser.ts';
import { INSTALL_MS, installBrowser } from './install-browser.ts';

/** The time limit for starting the browser after its installation. */
const LAUNCH_MS = 60_000;

setup('a Chromium is found or installed, and starts', async () => {
  setup.setTimeout(INSTALL_MS + LAUNCH_MS);
  const isWanted = findBrowser() === undefined && !process.env.CHROMIUM_PATH;
  const told = isWanted ? installBrowser() : [];
  expect(findBrowser(), [describeLack(), ...told].join('\n')).toBeDefined();
  const browser = await chromium.launch(loadLaunchOptions());
  expect(browser.isConnected()).toBe(true);
  await browser.close();
});
