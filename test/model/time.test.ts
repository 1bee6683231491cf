import { describe, expect, it } from 'vitest';
import { isBefore } from '../../src/model/time.ts';

describe('whether an instant is before another one', () => {
  const noon = '2026-11-20T12:00:00.000Z';

  it('is true only if the first one is earlier', () => {
    expect(isBefore('2026-11-20T11:59:59.999Z', noon)).toBe(true);
    expect(isBefore(noon, noon)).toBe(false);
    expect(isBefore('2026-11-20T12:00:00.001Z', noon)).toBe(false);
  });

  it('is false if one of them is not known', () => {
    expect(isBefore(undefined, noon)).toBe(false);
    expect(isBefore(noon, undefined)).toBe(false);
    expect(isBefore(undefined, undefined)).toBe(false);
  });
});
