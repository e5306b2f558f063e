import { expect, it } from 'vitest';
import { expiryOf } from '../../../../src/console/app/model/signed-url.ts';

it.each([
  ['wss://a/live?X-Amz-Date=20260102T030405Z&X-Amz-Expires=300', Date.UTC(2026, 0, 2, 3, 9, 5)],
  ['wss://a/live?X-Amz-Date=20260102T030405Z', undefined],
  ['wss://a/live?X-Amz-Date=today&X-Amz-Expires=300', undefined],
  ['ws://127.0.0.1:1/live', undefined],
  ['no URL', undefined],
])('%s ends at %s', (url, expiry) => {
  expect(expiryOf(url)).toBe(expiry);
});
