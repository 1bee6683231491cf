import type { Progress } from '../model/account.ts';
import { logSafe } from '../render/view/safe-text.ts';

export interface ProgressLine {
  readonly progress: Progress;
  /** Writes a log line without breaking the progress line. Escapes workflow commands of CI systems. */
  readonly log: (line: string) => void;
  /** Writes a workflow command for the CI system, unescaped. */
  readonly workflowCommand: (line: string) => void;
  readonly stop: () => void;
}

/** Milliseconds between plain lines, for output that is not a terminal. */
const plainLineInterval = 10_000;
/** Milliseconds between redraws: rate and remaining time change even without new progress. */
const redrawInterval = 1_000;

/** Shows the progress of a long read or apply: one redrawn line on a terminal, otherwise a line every 10 seconds. */
export async function createProgressLine(
  stream: NodeJS.WriteStream,
  options: { readonly quiet: boolean; readonly plain: boolean },
): Promise<ProgressLine> {
  const command = (line: string): void => void stream.write(`${line}\n`);
  const write = (line: string): void => command(logSafe(line));
  if (options.quiet)
    return { progress: () => undefined, log: write, workflowCommand: command, stop: () => undefined };
  // A terminal of unknown size reports 0 columns, for which clearing the redrawn line never ends.
  if (options.plain || !stream.isTTY || stream.columns === 0)
    return { ...createPlainProgress(write), workflowCommand: command };
  const { default: ora } = await import('ora');
  const spinner = ora({ stream, discardStdin: false });
  const latest = createLatestUpdate();
  const timer = createTimer(redrawInterval, () => {
    if (spinner.isSpinning) spinner.text = latest.describe() ?? '';
  });
  return {
    progress: (step) => {
      latest.set(step);
      spinner.text = latest.describe() ?? '';
      if (!spinner.isSpinning) spinner.start();
      timer.start();
    },
    log: (line) => {
      spinner.stop();
      write(line);
    },
    workflowCommand: (line) => {
      spinner.stop();
      command(line);
    },
    stop: () => {
      timer.stop();
      spinner.stop();
    },
  };
}

function createPlainProgress(write: (line: string) => void): Omit<ProgressLine, 'workflowCommand'> {
  const latest = createLatestUpdate();
  const timer = createTimer(plainLineInterval, () => {
    const line = latest.describe();
    if (line !== undefined) write(line);
  });
  return {
    progress: (step) => {
      latest.set(step);
      timer.start();
    },
    log: write,
    stop: timer.stop,
  };
}

/** Returns a repeating timer that does not keep the process alive. */
function createTimer(
  milliseconds: number,
  action: () => void,
): { readonly start: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      timer ??= setInterval(action, milliseconds).unref();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

type ProgressUpdate = Parameters<Progress>[0];

/** Stores the latest progress. `describe` returns it as text with the present rate. */
function createLatestUpdate(): {
  readonly set: (update: ProgressUpdate) => void;
  readonly describe: () => string | undefined;
} {
  const rate = createRequestRate();
  let latest: ProgressUpdate | undefined;
  return {
    set: (update) => {
      latest = update;
      if (update.requests) rate.record(update.requests.done, Date.now());
    },
    describe: () => latest && describeUpdate(latest, rate.at(Date.now())),
  };
}

function describeUpdate({ what, done, total, requests }: ProgressUpdate, rate: number | undefined): string {
  const progress =
    total === undefined
      ? `${what} ${formatCount(done)}`
      : `${what} ${formatCount(done)} of ${formatCount(total)}`;
  if (!requests) return progress;
  const { left } = requests;
  const parts = [
    `${formatCount(requests.done)} ${requests.done === 1 ? 'request' : 'requests'} made`,
    left === undefined ? [] : `${formatCount(left)} remaining`,
    rate === undefined ? [] : `${rate.toFixed(1)}/s`,
    rate === undefined || left === undefined ? [] : timeLeft(left, rate),
  ];
  return `${progress} (${parts.flat().join(', ')})`;
}

function timeLeft(requests: number, rate: number): string {
  if (requests === 0) return 'almost done';
  if (rate === 0) return 'waiting';
  const seconds = Math.ceil(requests / rate);
  if (seconds < 100) return `${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** HubSpot limits requests per ten seconds and allows bursts, so a rate over less time is meaningless. */
const rateWindow = 10_000;

/** Measures requests per second. */
interface RequestRate {
  /** Records the total number of requests at a time in milliseconds of any clock. */
  record(requests: number, now: number): void;
  /** Returns the rate over the last ten seconds or slightly more; undefined during the first ten seconds. */
  at(now: number): number | undefined;
}

function createRequestRate(): RequestRate {
  const samples: { readonly requests: number; readonly at: number }[] = [];
  // Keep the latest sample that is at least ten seconds old as the first one: the rate is measured from it.
  const removeOld = (now: number): void => {
    while ((samples[1]?.at ?? now) <= now - rateWindow) samples.shift();
  };
  return {
    record(requests, now) {
      samples.push({ requests, at: now });
      removeOld(now);
    },
    at(now) {
      removeOld(now);
      const [from, to] = [samples[0], samples.at(-1)];
      if (!from || !to || now - from.at < rateWindow) return undefined;
      return ((to.requests - from.requests) / (now - from.at)) * 1_000;
    },
  };
}
