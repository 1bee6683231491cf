import { loadFiles } from '../../commands/pipeline.ts';
import { validateOnline } from '../../commands/validate.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { renderValidationJson } from '../../render/json/documents.ts';
import { countDeclared } from '../../render/view/format.ts';
import { count } from '../../model/text/count.ts';
import { problemLines } from '../invalid-files.ts';
import { defineTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { sendersIn } from '../declared-senders.ts';
import { hideNames } from './doctor.ts';
import { readingFiles, textsArguments, type TextsArgs } from './files-argument.ts';
import { parseDocument } from './parse-document.ts';

interface ValidateArgs extends TextsArgs {
  readonly online?: boolean;
}

export const validateTool = defineTool<ValidateArgs>({
  name: 'validate',
  title: 'Validate',
  description:
    'Checks configuration files, or texts that are not on disk, and returns every problem with its line and its fix. With `online`, also checks ids, senders, scopes and lists in HubSpot.',
  input: {
    ...textsArguments,
    online: {
      type: 'boolean',
      default: false,
      description: 'Also check ids, senders, scopes and lists in HubSpot.',
    },
  },
  output: 'validation',
  paged: true,
  run: async (args, given) => {
    const { paths, call } = await readingFiles(args, given);
    const { diagnostics, declared } = await check(paths, args.online ?? false, call);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const found = errors === 0 ? `Valid: ${countDeclared(declared)}.` : `Invalid: ${count(errors, 'error')}.`;
    return {
      document: parseDocument(renderValidationJson(diagnostics)),
      summary: [
        diagnostics.length === 0 ? found : `${found} ${count(diagnostics.length, 'problem')} in all.`,
      ],
      lists: { diagnostics: problemLines(diagnostics).map((line) => (args.online ? hideNames(line) : line)) },
      shown: await sendersIn(paths, call),
    };
  },
});

async function check(
  paths: readonly string[],
  online: boolean,
  { deps, shown }: ToolCall,
): Promise<{
  readonly diagnostics: readonly Diagnostic[];
  readonly declared: Pick<DesiredState, 'targets' | 'creations'>;
}> {
  if (online) await validateOnline({ paths }, deps);
  const { diagnostics, desired } =
    (online && shown.validation) || (await loadFiles({ paths, today: deps.today() }, deps));
  return { diagnostics, declared: desired ?? { targets: [] } };
}
