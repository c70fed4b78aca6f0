import { expect, test } from '@playwright/test';
import { findBrowser, loadLaunchOptions } from './find-browser.ts';

test('loadLaunchOptions takes the browser that is named, and no other when it is not there', () => {
  expect(loadLaunchOptions(process.execPath).executablePath).toBe(process.execPath);
  expect(findBrowser('no/such/browser')).toBeUndefined();
  expect(() => loadLaunchOptions('no/such/browser')).toThrow(
    'Cannot test pages as CHROMIUM_PATH names no file: "no/such/browser"',
  );
});
