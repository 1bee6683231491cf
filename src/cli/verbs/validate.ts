import { accountOptions, filesOption, pipelineOptionsFromFlags } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const validateVerb: Verb = (parser, act) =>
  parser.command(
    'validate [files..]',
    'Check the files offline; with --online, also check ids, senders, scopes and lists',
    (on) =>
      on
        .positional('files', filesOption)
        .options(accountOptions)
        .option('online', {
          type: 'boolean',
          default: false,
          describe: 'Also check against the account; only reads',
        })
        .example(
          exampleLines([
            ['validate', 'Check offline'],
            ['validate enrollments.yaml --format json', 'Print JSON'],
            ['validate --online', 'Also check against the account'],
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
