import { configOption } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

const target = {
  type: 'string',
  describe: 'sequences.KEY or workflows.KEY (default: the whole account)',
} as const;

export const pauseVerb: Verb = (parser, act) =>
  parser.command(
    'pause [target]',
    'Stop enrollments immediately, without a pull request; removals continue. Needs no token',
    (on) =>
      on
        .positional('target', target)
        .options({ config: configOption })
        .option('reason', { type: 'string', requiresArg: true, describe: 'Show <text> in every plan' })
        .example(
          exampleLines([
            ['pause sequences.q4-outbound --reason "wrong text"', 'Pause a target'],
            ['pause', 'Pause the whole account'],
          ]),
        ),
    act(async (args, session) => {
      const { pause } = await import('../../commands/pause.ts');
      return pause({ ...args, paths: args.config }, await session.ledgerAdminDeps());
    }),
  );

export const resumeVerb: Verb = (parser, act) =>
  parser.command(
    'resume [target]',
    'End a pause; the next apply enrolls again. Needs no token',
    (on) =>
      on
        .positional('target', target)
        .options({ config: configOption })
        .example(
          exampleLines([
            ['resume sequences.q4-outbound', 'Resume one target'],
            ['resume', 'Resume the account; paused targets remain paused'],
          ]),
        ),
    act(async (args, session) => {
      const { resume } = await import('../../commands/pause.ts');
      return resume({ ...args, paths: args.config }, await session.ledgerAdminDeps());
    }),
  );
