import { status } from '../../commands/status.ts';
import { Failure } from '../../model/failure.ts';
import { parseDuration } from '../../model/time.ts';
import { renderStatusJson } from '../../render/json/status.ts';
import { renderStatus } from '../../render/text/status.ts';
import { InvalidFiles } from '../invalid-files.ts';
import { defineTool } from '../tool.ts';
import { filesArgument, type FilesArgs, pathsOf } from './files-argument.ts';
import { parseDocument } from './parse-document.ts';

export const statusTool = defineTool<FilesArgs & { readonly maxAge?: string }>({
  name: 'status',
  title: 'Status',
  description:
    'Returns the last runs of the account, and what waits or needs a decision, from the ledger alone. Needs no token and sends no request.',
  input: {
    maxAge: {
      type: 'string',
      maxLength: 20,
      description: 'A duration such as `26h`: `overdue` is true if no apply completed in that time.',
    },
    ...filesArgument,
  },
  output: 'status',
  run: async ({ files, maxAge }, call) => {
    const paths = await pathsOf({ files }, call);
    if (maxAge !== undefined && parseDuration(maxAge) === undefined) throw badAge(maxAge);
    await status({ paths, maxAge }, call.deps);
    const found = call.shown.status;
    if (!found) throw new InvalidFiles(call.shown.validation?.diagnostics);
    return {
      document: parseDocument(renderStatusJson(found)),
      summary: renderStatus(found, { color: false, width: 80 }).trimEnd().split('\n'),
    };
  },
});

function badAge(maxAge: string): Failure {
  return new Failure({
    code: 'bad-flag',
    message: `\`maxAge\` is ${JSON.stringify(maxAge)}, which is not a duration.`,
    help: 'Use a number and a unit, for example 90m, 26h or 3d.',
  });
}
