import { ExitCode } from '../../model/exit-code.ts';
import type { Verb } from './verb.ts';

export const schemaVerb: Verb = (parser, act) =>
  parser.command(
    'schema',
    'Print the JSON Schema of the file',
    (on) => on,
    act(async (_args, session) => {
      const { configurationSchema } = await import('../../schema/configuration-schema.ts');
      session.out(`${JSON.stringify(configurationSchema, null, 2)}\n`);
      return ExitCode.done;
    }),
  );
