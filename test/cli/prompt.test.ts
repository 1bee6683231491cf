import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAsk, createConfirm } from '../../src/cli/prompt.ts';

const ctrlD = '\u0004';

/** A terminal made of streams: `isTTY` is all that a prompt needs of one. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const streams = { input, output } as unknown as Parameters<typeof createAsk>[0];
  return { input, output, streams };
}

function confirmation() {
  const { input, output, streams } = terminal();
  const { confirm } = createConfirm({ ...streams, clearProgress: () => undefined });
  if (!confirm) throw new Error('createConfirm returned no prompt for a terminal');
  return { input, output, confirm };
}

const pending = delay(1_000, 'pending');

afterEach(() => void vi.unstubAllEnvs());

describe('createConfirm', () => {
  it('treats Ctrl-D as no', async () => {
    const { input, confirm } = confirmation();
    const confirmed = confirm('Apply? ');
    input.write(ctrlD);
    expect(await Promise.race([confirmed, pending])).toBe(false);
  });

  it('treats the end of the input as no', async () => {
    const { input, confirm } = confirmation();
    const confirmed = confirm('Apply? ');
    input.end();
    expect(await Promise.race([confirmed, pending])).toBe(false);
  });

  it('treats an input that already ended as no', async () => {
    const { input, confirm } = confirmation();
    input.end();
    input.resume();
    await delay(10);
    expect(await Promise.race([confirm('Apply? '), pending])).toBe(false);
  });

  it('treats an incomplete line as no', async () => {
    const { input, confirm } = confirmation();
    const confirmed = confirm('Apply? ');
    input.end('yes');
    expect(await Promise.race([confirmed, pending])).toBe(false);
  });

  it('reads a line that precedes the end of the input', async () => {
    const { input, confirm } = confirmation();
    const confirmed = confirm('Apply? ');
    input.end('yes\n');
    expect(await Promise.race([confirmed, pending])).toBe(true);
  });

  it('ends the line of an unanswered question', async () => {
    const { input, output, confirm } = confirmation();
    const confirmed = confirm('Apply? ');
    input.write(ctrlD);
    await confirmed;
    expect(String(output.read())).toMatch(/Apply\? .*\n$/su);
  });
});

describe('createAsk', () => {
  it('returns an empty answer at Ctrl-D', async () => {
    vi.stubEnv('CI', undefined);
    const { input, streams } = terminal();
    const answer = createAsk(streams).ask?.('Ledger? ');
    input.write(ctrlD);
    expect(await Promise.race([answer, pending])).toBe('');
  });
});
