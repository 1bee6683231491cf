import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { definitionTemplate, type TemplateName } from '../../schema/definition/templates.ts';
import type { DefinitionDeps } from '../deps.ts';
import { readDefinitionFile } from './definition-file.ts';

export interface NewDefinitionArgs {
  readonly template: TemplateName;
  /** The path of the file to write, which must not exist. Without it, the template is printed. */
  readonly out?: string | undefined;
}

/** Writes or prints a template of a workflow. Needs neither files nor an account. */
export async function newDefinition(
  { template, out }: NewDefinitionArgs,
  deps: Pick<DefinitionDeps, 'files' | 'writeSharedFile' | 'linkOutside' | 'view'>,
): Promise<ExitCode> {
  const text = definitionTemplate(template, out ?? 'workflows/new.yaml');
  if (out === undefined) {
    deps.view.definitionTemplate({ template, text });
    return ExitCode.done;
  }
  if ((await readDefinitionFile(out, deps)).found) {
    throw new Failure({
      code: 'file-exists',
      message: `${out} already exists. Nothing was written.`,
      help: 'Name another file with --out, or move this one away first.',
    });
  }
  const outside = await deps.linkOutside(out);
  if (outside !== undefined) {
    throw new Failure({
      code: 'file-write',
      message: `${out} leads out of its folder through a symbolic link, to ${outside}. Nothing was written.`,
      help: 'Name another file with --out, or remove the link.',
    });
  }
  await deps.writeSharedFile(out, [text]);
  deps.view.definitionTemplate({ template, text, path: out });
  return ExitCode.done;
}
