import ora from 'ora';
import type { Progress } from '../model/account.ts';

export interface ProgressLine {
  readonly progress: Progress;
  /** Talk; leaves the progress line in order. */
  readonly say: (line: string) => void;
  readonly stop: () => void;
}

/** A plain line this often, where there is no terminal to redraw. */
const plainEvery = 10_000;

/** How far a long read or apply is, on stderr: one redrawn line on a terminal, a line each 10 s elsewhere. */
export function progressOn(
  stream: NodeJS.WriteStream,
  options: { readonly quiet: boolean; readonly plain: boolean },
): ProgressLine {
  const write = (line: string): void => void stream.write(`${line}\n`);
  if (options.quiet) return { progress: () => undefined, say: write, stop: () => undefined };
  // A terminal of unknown size says that it has 0 columns: a redrawn line would then be cleared for ever.
  if (options.plain || !stream.isTTY || stream.columns === 0) return plainProgress(write);
  const spinner = ora({ stream, discardStdin: false });
  return {
    progress: (step) => {
      spinner.text = describe(step);
      if (!spinner.isSpinning) spinner.start();
    },
    say: (line) => {
      spinner.stop();
      write(line);
    },
    stop: () => void spinner.stop(),
  };
}

function plainProgress(write: (line: string) => void): ProgressLine {
  let last = Date.now();
  return {
    progress: (step) => {
      if (Date.now() - last < plainEvery) return;
      last = Date.now();
      write(describe(step));
    },
    say: write,
    stop: () => undefined,
  };
}

function describe({ what, done, total }: Parameters<Progress>[0]): string {
  return total === undefined ? `${what} ${done}` : `${what} ${done} of ${total}`;
}
