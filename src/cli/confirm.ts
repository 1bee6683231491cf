import { createInterface } from 'node:readline/promises';

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Clears the progress line, so that the question stands alone. */
  readonly before: () => void;
}

/** A way to ask, where there is somebody to answer; nothing elsewhere. Only `yes` is a yes. */
export function confirmOn({ input, output, before }: Terminal): {
  readonly confirm?: (question: string) => Promise<boolean>;
} {
  if (!input.isTTY || !output.isTTY) return {};
  return {
    confirm: async (question) => {
      before();
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
