import { accountOptions, configOption, parseWholeNumber } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const unlockVerb: Verb = (parser, act) =>
  parser.command(
    'unlock [id]',
    'Show the lock holder; `unlock ID` force-unlocks',
    (on) =>
      on
        .positional('id', { type: 'number', describe: 'The number that the message about the lock names' })
        .options({ config: configOption, 'allow-base-url': accountOptions['allow-base-url'] })
        .example(
          exampleLines([
            ['unlock', 'whose the lock is'],
            ['unlock 3', 'break lock 3: its run is dead'],
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
