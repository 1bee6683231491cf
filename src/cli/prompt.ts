import { inCi } from '../runtime/environment.ts';

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/**
 * Returns a prompt for a line of text, or nothing without a terminal or in CI. The answer is empty if the input ends
 * (Ctrl-D).
 */
export function createAsk({ input, output }: Terminal): {
  readonly ask?: (question: string) => Promise<string>;
} {
  if (inCi(process.env) || !input.isTTY || !output.isTTY) return {};
  return { ask: async (question) => (await readAnswer({ input, output }, question)) ?? '' };
}

interface ConfirmTerminal extends Terminal {
  /** Clears the progress line before the question appears. */
  readonly clearProgress: () => void;
}

/**
 * Returns a confirmation prompt, or nothing without a terminal. Only `yes` confirms; every other answer and the end
 * of the input (Ctrl-D) mean no.
 */
export function createConfirm({ input, output, clearProgress }: ConfirmTerminal): {
  readonly confirm?: (question: string) => Promise<boolean>;
} {
  if (!input.isTTY || !output.isTTY) return {};
  return {
    confirm: async (question) => {
      clearProgress();
      return (await readAnswer({ input, output }, question))?.trim() === 'yes';
    },
  };
}

/** Prints a question and returns the line of the answer, or undefined if the input ends without a complete line. */
async function readAnswer({ input, output }: Terminal, question: string): Promise<string | undefined> {
  if (input.readableEnded || input.destroyed) return undefined;
  const { createInterface } = await import('node:readline');
  const reader = createInterface({ input, output });
  // In raw mode, Ctrl-C reaches readline and not the process, so send the signal.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    // The promise of `readline/promises` rejects at Ctrl-D and stays pending at the end of the input.
    const answer = await new Promise<string | undefined>((resolve) => {
      reader.once('close', () => resolve(undefined));
      reader.question(question, resolve);
    });
    if (answer === undefined) output.write('\n');
    return answer;
  } finally {
    reader.close();
  }
}
