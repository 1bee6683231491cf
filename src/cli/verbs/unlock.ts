import { accountOptions, configOption, parseWholeNumber } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const unlockVerb: Verb = (parser, act) =>
  parser.command(
    'unlock [id]',
    'Show the lock holder, or force-unlock with the lock id',
    (on) =>
      on
        .positional('id', { type: 'number', describe: 'The lock id from the message about the lock' })
        .options({ config: configOption, 'allow-base-url': accountOptions['allow-base-url'] })
        .example(
          exampleLines([
            ['unlock', 'Show the lock holder'],
            ['unlock 3', 'Force-unlock lock 3 after its run died'],
          ]),
        ),
    act(async (args, session) => {
      const { unlock } = await import('../../commands/unlock.ts');
      return unlock(
        { paths: args.config, id: parseWholeNumber('rollcall unlock', args.id) },
        await session.ledgerDeps(args),
      );
    }),
  );
