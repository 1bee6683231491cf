import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createProgressLine } from '../../src/cli/progress.ts';
import type { ProgressLine } from '../../src/cli/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Output {
  readonly line: ProgressLine;
  /** Returns the complete lines since the previous call. */
  readonly lines: () => readonly string[];
}

async function makeCiOutput(options: { readonly quiet?: boolean } = {}): Promise<Output> {
  const stream = new PassThrough();
  // A stream that is not a terminal, as in CI.
  const line = await createProgressLine(stream as unknown as NodeJS.WriteStream, {
    quiet: false,
    plain: true,
    ...options,
  });
  return { line, lines: () => ((stream.read() as Buffer | null)?.toString() ?? '').split('\n').slice(0, -1) };
}

/** Reports 19 requests per second, every half second. Returns the number of requests that are done. */
function reportRequests(
  { line }: Output,
  seconds: number,
  of: { readonly from: number; readonly requests: number },
): number {
  let done = of.from;
  for (let half = 0; half < seconds * 2; half += 1) {
    done += 9.5;
    const requests = { done: Math.floor(done), left: of.requests - Math.floor(done) };
    line.progress({ what: 'contacts', done: requests.done * 100, total: of.requests * 100, requests });
    vi.advanceTimersByTime(500);
  }
  return done;
}

it('writes a line every 10 s in CI: what is done, what is left, the rate and the time', async () => {
  const output = await makeCiOutput();
  const done = reportRequests(output, 9, { from: 0, requests: 1_000 });
  expect(output.lines()).toEqual([]);
  reportRequests(output, 12, { from: done, requests: 1_000 });
  expect(output.lines()).toEqual([
    'contacts 19,000 of 100,000 (190 requests made, 810 remaining, 18.1/s, 45 s left)',
    'contacts 38,000 of 100,000 (380 requests made, 620 remaining, 18.1/s, 35 s left)',
  ]);
});

it('reports that it waits in every line while no response arrives', async () => {
  const output = await makeCiOutput();
  reportRequests(output, 10, { from: 0, requests: 1_000 });
  output.lines();
  vi.advanceTimersByTime(30_000);
  const lines = output.lines();
  expect(lines).toHaveLength(3);
  expect(lines.at(-1)).toBe('contacts 19,000 of 100,000 (190 requests made, 810 remaining, 0.0/s, waiting)');
});

it('shows hours for a long apply, and omits requests if none are counted', async () => {
  const output = await makeCiOutput();
  output.line.progress({ what: 'applying', done: 0, total: 100_000, requests: { done: 0, left: 101_000 } });
  vi.advanceTimersByTime(9_999);
  output.line.progress({
    what: 'applying',
    done: 150,
    total: 100_000,
    requests: { done: 152, left: 100_848 },
  });
  vi.advanceTimersByTime(1);
  expect(output.lines()).toEqual([
    'applying 150 of 100,000 (152 requests made, 100,848 remaining, 15.2/s, 1 h 51 min left)',
  ]);
  output.line.progress({ what: 'targets', done: 1, total: 3 });
  vi.advanceTimersByTime(10_000);
  expect(output.lines()).toEqual(['targets 1 of 3']);
});

it('writes nothing after the end, and nothing at all in quiet mode', async () => {
  const output = await makeCiOutput();
  output.line.progress({ what: 'contacts', done: 1 });
  output.line.stop();
  vi.advanceTimersByTime(60_000);
  expect(output.lines()).toEqual([]);
  const quiet = await makeCiOutput({ quiet: true });
  quiet.line.progress({ what: 'contacts', done: 1 });
  vi.advanceTimersByTime(60_000);
  expect(quiet.lines()).toEqual([]);
});

it('redraws one line on a terminal, and updates the remaining time', async () => {
  const stream = new PassThrough();
  const terminal = Object.assign(stream, {
    isTTY: true,
    columns: 200,
    clearLine: () => true,
    cursorTo: () => true,
    moveCursor: () => true,
  });
  const line = await createProgressLine(terminal as unknown as NodeJS.WriteStream, {
    quiet: false,
    plain: false,
  });
  const output = { line, lines: () => [] };
  reportRequests(output, 12, { from: 0, requests: 1_000 });
  line.stop();
  const text = String(stream.read());
  expect(text).toContain('contacts 900 of 100,000 (9 requests made, 991 remaining)');
  expect(text).toContain('contacts 21,800 of 100,000 (218 requests made, 782 remaining, 19.0/s, 42 s left)');
});
