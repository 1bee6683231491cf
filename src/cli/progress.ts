import type { Progress } from '../model/account.ts';
import { logSafe } from '../render/view/safe-text.ts';

export interface ProgressLine {
  readonly progress: Progress;
  /** Talk; leaves the progress line in order. Never a command for the CI system that shows the log. */
  readonly log: (line: string) => void;
  /** A command for the CI system, as it is. */
  readonly workflowCommand: (line: string) => void;
  readonly stop: () => void;
}

/** A plain line this often, where there is no terminal to redraw. */
const plainLineInterval = 10_000;
/** A redrawn line this often: its rate and time left change while nothing arrives. */
const redrawInterval = 1_000;

/** How far a long read or apply is, on stderr: one redrawn line on a terminal, a line each 10 s elsewhere. */
export async function createProgressLine(
  stream: NodeJS.WriteStream,
  options: { readonly quiet: boolean; readonly plain: boolean },
): Promise<ProgressLine> {
  const command = (line: string): void => void stream.write(`${line}\n`);
  const write = (line: string): void => command(logSafe(line));
  if (options.quiet)
    return { progress: () => undefined, log: write, workflowCommand: command, stop: () => undefined };
  // A terminal of unknown size says that it has 0 columns: a redrawn line would then be cleared for ever.
  if (options.plain || !stream.isTTY || stream.columns === 0)
    return { ...createPlainProgress(write), workflowCommand: command };
  const { default: ora } = await import('ora');
  const spinner = ora({ stream, discardStdin: false });
  const told = createLatestUpdate();
  const clock = createTimer(redrawInterval, () => {
    if (spinner.isSpinning) spinner.text = told.now() ?? '';
  });
  return {
    progress: (step) => {
      told.step(step);
      spinner.text = told.now() ?? '';
      if (!spinner.isSpinning) spinner.start();
      clock.start();
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
      clock.stop();
      spinner.stop();
    },
  };
}

function createPlainProgress(write: (line: string) => void): Omit<ProgressLine, 'workflowCommand'> {
  const told = createLatestUpdate();
  const clock = createTimer(plainLineInterval, () => {
    const line = told.now();
    if (line !== undefined) write(line);
  });
  return {
    progress: (step) => {
      told.step(step);
      clock.start();
    },
    log: write,
    stop: clock.stop,
  };
}

/** A timer that keeps no process alive. */
function createTimer(
  milliseconds: number,
  act: () => void,
): { readonly start: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      timer ??= setInterval(act, milliseconds).unref();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

type ProgressUpdate = Parameters<Progress>[0];

/** The latest step in words, as of now. */
function createLatestUpdate(): {
  readonly step: (step: ProgressUpdate) => void;
  readonly now: () => string | undefined;
} {
  const rate = createRequestRate();
  let latest: ProgressUpdate | undefined;
  return {
    step: (step) => {
      latest = step;
      if (step.requests) rate.note(step.requests.done, Date.now());
    },
    now: () => latest && describeUpdate(latest, rate.at(Date.now())),
  };
}

function describeUpdate({ what, done, total, requests }: ProgressUpdate, rate: number | undefined): string {
  const how =
    total === undefined
      ? `${what} ${formatCount(done)}`
      : `${what} ${formatCount(done)} of ${formatCount(total)}`;
  if (!requests) return how;
  const { left } = requests;
  const parts = [
    `${formatCount(requests.done)} ${requests.done === 1 ? 'request' : 'requests'} made`,
    left === undefined ? [] : `${formatCount(left)} to go`,
    rate === undefined ? [] : `${rate.toFixed(1)} a second`,
    rate === undefined || left === undefined ? [] : timeLeft(left, rate),
  ];
  return `${how} (${parts.flat().join(', ')})`;
}

function timeLeft(requests: number, rate: number): string {
  if (requests === 0) return 'nearly done';
  if (rate === 0) return 'waiting';
  const seconds = Math.ceil(requests / rate);
  if (seconds < 100) return `${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** HubSpot counts calls over ten seconds and lets them come in bursts: less time than that says nothing. */
const rateWindow = 10_000;

/** Calls a second. */
interface RequestRate {
  /** Notes how many calls were made up to now, in milliseconds of any clock. */
  note(requests: number, now: number): void;
  /** Over the last ten seconds or a little more; nothing before they are over. */
  at(now: number): number | undefined;
}

function createRequestRate(): RequestRate {
  const notes: { readonly requests: number; readonly at: number }[] = [];
  // The first of the notes is the one from which is counted: the latest that is ten seconds old.
  const forget = (now: number): void => {
    while ((notes[1]?.at ?? now) <= now - rateWindow) notes.shift();
  };
  return {
    note(requests, now) {
      notes.push({ requests, at: now });
      forget(now);
    },
    at(now) {
      forget(now);
      const [from, to] = [notes[0], notes.at(-1)];
      if (!from || !to || now - from.at < rateWindow) return undefined;
      return ((to.requests - from.requests) / (now - from.at)) * 1_000;
    },
  };
}
