import { createInterface } from 'node:readline/promises';
import { inCi } from '../runtime/environment.ts';

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** A way to ask for a line of text, where there is somebody to answer; nothing elsewhere. */
export function createAsk({ input, output }: Terminal): {
  readonly ask?: (question: string) => Promise<string>;
} {
  if (inCi(process.env) || !input.isTTY || !output.isTTY) return {};
  return {
    ask: async (question) => {
      const asking = createInterface({ input, output });
      // The line editor takes Ctrl-C for itself: hand it on as the signal that it is.
      asking.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      // Ctrl-D answers nothing, for ever: take it as the usual answer.
      const closed = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
      try {
        return await Promise.race([asking.question(question), closed]);
      } finally {
        asking.close();
      }
    },
  };
}

interface ConfirmTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Clears the progress line, so that the question stands alone. */
  readonly clearProgress: () => void;
}

/** A way to ask, where there is somebody to answer; nothing elsewhere. Only `yes` is a yes. */
export function createConfirm({ input, output, clearProgress }: ConfirmTerminal): {
  readonly confirm?: (question: string) => Promise<boolean>;
} {
  if (!input.isTTY || !output.isTTY) return {};
  return {
    confirm: async (question) => {
      clearProgress();
      const asking = createInterface({ input, output });
      // The line editor takes Ctrl-C for itself: hand it on as the signal that it is.
      asking.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return (await asking.question(question)).trim() === 'yes';
      } finally {
        asking.close();
      }
    },
  };
}
