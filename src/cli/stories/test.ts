import { ExitCode } from '../../model/exit-code.ts';
import type { FileReader } from '../../model/file-reader.ts';
import type { StoryResults } from '../../model/results/story-result.ts';
import { globalOptions } from '../flags.ts';
import type { Interrupt } from '../../commands/deps.ts';
import type { Session } from '../session.ts';
import { exampleLines, type Verb } from '../verbs/verb.ts';

export const testVerb: Verb = (parser, act) =>
  parser.command(
    'test [stories..]',
    'Play stories on a simulated account, and check what they expect',
    (on) =>
      on
        .positional('stories', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Files *.story.yaml, and folders with them (default: this folder)',
        })
        .option('only', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [] as string[],
          describe: 'Play only stories whose path or title contains or matches <glob>',
        })
        .option('watch', { type: 'boolean', default: false, describe: 'Play again when a file changes' })
        .option('format', {
          choices: [...globalOptions.format.choices, 'junit'] as const,
          default: 'text' as const,
          describe: 'Output format: {text|json|markdown|html|junit} (default "text")',
        })
        .example(
          exampleLines([
            ['test', 'Play all stories below this folder'],
            ['test --only weekend', 'Play some'],
            ['test --format junit', 'For a CI system'],
          ]),
        ),
    act(async (args, session) => {
      const { runStories, storiesExitCode } = await import('../../stories/test/run-stories.ts');
      const { findSnapshotKey } = await import('./snapshot-key.ts');
      const { files, progress, interrupt, atExit } = session.rehearsalDeps();
      const play = async (watched: FileReader): Promise<StoryResults> => {
        const results = await runStories({
          paths: args.stories,
          files: watched,
          only: args.only,
          interrupt,
          atExit,
          snapshotKey: () => findSnapshotKey(files),
          onStory: (done, total) => progress({ what: 'playing stories', done, total }),
        });
        session.view.stories(results);
        return results;
      };
      if (!args.watch) return storiesExitCode(await play(files));
      await playAgain(play, { files, interrupt, log: session.log });
      return ExitCode.done;
    }),
  );

/** Milliseconds between two checks of the files. */
const watchInterval = 300;

/** Plays whenever one of the files that the last time read has changed, until an interrupt. */
async function playAgain(
  play: (files: FileReader) => Promise<unknown>,
  {
    files,
    interrupt,
    log,
  }: { readonly files: FileReader; readonly interrupt: Interrupt; readonly log: Session['log'] },
): Promise<void> {
  const { setTimeout: wait } = await import('node:timers/promises');
  const contentOf = async (path: string): Promise<string> =>
    files.read(path).then(
      (bytes) => Buffer.from(bytes).toString('base64'),
      () => '',
    );
  while (!interrupt.requested()) {
    const seen = new Map<string, string>();
    const remember = async (path: string): Promise<Uint8Array> => {
      seen.set(path, await contentOf(path));
      return files.read(path);
    };
    try {
      await play({ read: remember, list: (path) => files.list(path) });
    } catch (error) {
      // A story that is being written may be unreadable for a moment.
      log(error instanceof Error ? error.message : String(error));
    }
    log('Waiting for a change. Press Ctrl-C to end.');
    let changed = false;
    while (!changed && !interrupt.requested()) {
      await Promise.race([wait(watchInterval), interrupt.whenRequested]);
      for (const [path, content] of seen) changed ||= (await contentOf(path)) !== content;
    }
  }
}
