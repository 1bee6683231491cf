import { ExitCode } from '../../model/exit-code.ts';
import { outputNames } from '../../render/json/output-names.ts';
import { exampleLines, type Verb } from './verb.ts';

export const schemaVerb: Verb = (parser, act) =>
  parser.command(
    'schema',
    'Print the JSON Schema of the configuration file or of an output',
    (on) =>
      on
        .option('of', {
          choices: ['file', 'story', 'definition', ...outputNames] as const,
          default: 'file' as const,
          describe: `The schema: file, story, definition, ${outputNames.join(', ')} (default "file")`,
        })
        .example(
          exampleLines([
            ['schema > rollcall.schema.json', 'Save it for an editor'],
            ['schema --of plan', 'Show the output of plan --format json'],
            ['schema --of definition', 'Show the file of a workflow or sequence'],
            ['schema --of event', 'Show a line of --events'],
          ]),
        ),
    act(async ({ of }, session) => {
      session.print(`${JSON.stringify(await loadSchema(of), null, 2)}\n`);
      return ExitCode.done;
    }),
  );

async function loadSchema(
  of: 'file' | 'story' | 'definition' | (typeof outputNames)[number],
): Promise<unknown> {
  if (of === 'file') return (await import('../../schema/configuration-schema.ts')).configurationSchema;
  if (of === 'story') return (await import('../../schema/story/story-schema.ts')).storySchema;
  if (of === 'definition')
    return (await import('../../schema/definition/definition-schema.ts')).definitionSchema;
  const { outputSchema } = await import('../../render/json/output-schema.ts');
  return outputSchema(of);
}
