import { ExitCode } from '../../model/exit-code.ts';
import { outputNames } from '../../render/json/output-names.ts';
import { exampleLines, type Verb } from './verb.ts';

export const schemaVerb: Verb = (parser, act) =>
  parser.command(
    'schema',
    'Print the JSON Schema of the file, or of what rollcall prints',
    (on) =>
      on
        .option('of', {
          choices: ['file', ...outputNames] as const,
          default: 'file' as const,
          describe: `Of the file, of a document of --format json, or of a line of --events: ${outputNames.join(', ')}`,
        })
        .example(
          exampleLines([
            ['schema > rollcall.schema.json', 'for an editor'],
            ['schema --of plan', 'what plan --format json prints'],
            ['schema --of event', 'a line of --events'],
          ]),
        ),
    act(async ({ of }, session) => {
      session.print(`${JSON.stringify(await loadSchema(of), null, 2)}\n`);
      return ExitCode.done;
    }),
  );

async function loadSchema(of: 'file' | (typeof outputNames)[number]): Promise<unknown> {
  if (of === 'file') return (await import('../../schema/configuration-schema.ts')).configurationSchema;
  const { outputSchema } = await import('../../render/json/output-schema.ts');
  return outputSchema(of);
}
