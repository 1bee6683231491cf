import { doctor } from '../../commands/doctor.ts';
import { renderChecksJson } from '../../render/json/documents.ts';
import { doctorView } from '../../render/view/doctor-view.ts';
import { ended } from '../sentences.ts';
import { defineTool } from '../tool.ts';
import { filesArgument, type FilesArgs, pathsOf } from './files-argument.ts';
import { sendersIn } from '../declared-senders.ts';
import { parseDocument } from './parse-document.ts';

export const doctorTool = defineTool<FilesArgs>({
  name: 'doctor',
  title: 'Doctor',
  description:
    'Checks the token, its scopes, the daily quota, the ledger, and each id, sender and list of the files, and returns what to fix.',
  input: filesArgument,
  output: 'checks',
  paged: true,
  run: async (args, call) => {
    const paths = await pathsOf(args, call);
    const { deps, shown } = call;
    await doctor({ paths, unenrollWorkflow: false }, deps);
    if (!shown.checks) throw new Error('doctor showed no checks');
    const { checks, exitCode } = shown.checks;
    return {
      document: parseDocument(renderChecksJson(checks, exitCode)),
      summary: [doctorView(shown.checks).headline],
      lists: {
        checks: checks.map((check) => {
          const help = 'help' in check && check.help !== undefined ? ` ${check.help}` : '';
          return hideNames(`${check.status} ${check.area}: ${ended(check.message)}${help}`);
        }),
      },
      shown: await sendersIn(paths, call),
    };
  },
});

/** Replaces the names that a check quotes. A name may hold a quotation mark, so everything between the outer ones goes. */
export function hideNames(line: string): string {
  return line.replace(/".*"/su, '"…"');
}
