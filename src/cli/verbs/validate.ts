import { lineArgs } from '../line-args.ts';
import { accountOptions, filesOption } from '../options.ts';
import type { Verb } from './verb.ts';

export const validateVerb: Verb = (parser, act) =>
  parser.command(
    'validate [files..]',
    'Check everything that can be known offline',
    (on) => on.positional('files', filesOption).option('dialect', accountOptions.dialect),
    act(async (args, session) => {
      const { validate } = await import('../../commands/validate.ts');
      return validate(lineArgs(args), session.readDeps());
    }),
  );
