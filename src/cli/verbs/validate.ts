import { accountOptions, filesOption, pipelineOptionsFromFlags } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const validateVerb: Verb = (parser, act) =>
  parser.command(
    'validate [files..]',
    'Check everything that can be checked offline; with --online also ids, senders, scopes and lists',
    (on) =>
      on
        .positional('files', filesOption)
        .options(accountOptions)
        .option('online', {
          type: 'boolean',
          default: false,
          describe: 'Check against the account, too; only reads',
        })
        .example(
          exampleLines([
            ['validate', 'offline'],
            ['validate enrollments.yaml --format json', 'for a script'],
            ['validate --online', 'against the account'],
          ]),
        ),
    act(async (args, session) => {
      if (args.online) {
        const { validateOnline } = await import('../../commands/validate.ts');
        return validateOnline(pipelineOptionsFromFlags(args), session.accountDeps(args));
      }
      const { validate } = await import('../../commands/validate.ts');
      return validate(pipelineOptionsFromFlags(args), session.readDeps());
    }),
  );
