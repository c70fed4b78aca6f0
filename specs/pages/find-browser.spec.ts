import { expect, test } from '@playwright/test';
import { findBrowser, loadLaunchOptions } from './find-browser.ts';

test('loadLaunchOptions uses only the named browser, even if it is missing', () => {
  expect(loadLaunchOptions(process.execPath).executablePath).toBe(process.execPath);
  expect(findBrowser('no/such/browser')).toBeUndefined();
  expect(() => loadLaunchOptions('no/such/browser')).toThrow(
    'Cannot test pages as CHROMIUM_PATH names no file: "no/such/browser"',
  );
});
