import { history } from '../../commands/history.ts';
import { checkAccount, checkRunExists, loadFiles } from '../../commands/pipeline.ts';
import { collect } from '../../model/collect.ts';
import type { HistoryRecord } from '../../model/ledger/ledger.ts';
import { targetAddress } from '../../model/target.ts';
import { count } from '../../model/text/count.ts';
import { renderHistoryJson } from '../../render/json/documents.ts';
import { parsePerson } from '../contact-argument.ts';
import { InvalidFiles } from '../invalid-files.ts';
import { defineTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { filesArgument, type FilesArgs, pathsOf } from './files-argument.ts';
import { parseDocument } from './parse-document.ts';

interface HistoryArgs extends FilesArgs {
  readonly contact?: string;
  readonly run?: number;
}

export const historyTool = defineTool<HistoryArgs>({
  name: 'history',
  title: 'History',
  description:
    'Returns the records of the ledger, oldest first: which contact rollcall enrolled or unenrolled, when, by which actor, for which commit and plan, and with which result.',
  input: {
    contact: {
      type: 'string',
      minLength: 1,
      maxLength: 300,
      description: 'A contact id or an email. Default: all contacts.',
    },
    run: { type: 'integer', minimum: 1, description: 'Only the records of this run.' },
    ...filesArgument,
  },
  output: 'history',
  paged: true,
  run: async ({ files, contact, run }, call) => {
    const paths = await pathsOf({ files }, call);
    if (contact !== undefined) parsePerson(contact);
    await history({ paths, contact, run }, call.deps);
    if (!call.shown.history) throw new InvalidFiles(call.shown.validation?.diagnostics);
    const records = await collect(call.shown.history);
    if (records.length === 0) await requireRun(run, paths, call);
    const filters = [
      ...(run === undefined ? [] : [`of run ${run}`]),
      ...(contact === undefined ? [] : ['of this contact']),
    ];
    return {
      document: parseDocument(await collect(renderHistoryJson(records))),
      summary: [`${[count(records.length, 'record'), ...filters].join(' ')}.`],
      lists: { records: records.map(recordLine) },
    };
  },
});

function recordLine({
  at,
  action,
  kind,
  targetKey,
  contactId,
  state,
  run,
  actor,
  commit,
}: HistoryRecord): string {
  const address = `${targetAddress({ kind, key: targetKey })}${contactId === undefined ? '' : `/${contactId}`}`;
  const by = `run ${run} by ${actor}${commit === undefined ? '' : ` for commit ${commit.slice(0, 12)}`}`;
  return `${at} ${action} ${address}: ${state}, ${by}`;
}

/** Throws `no-such-run`: a run without records may still exist, and changed nothing. */
async function requireRun(
  run: number | undefined,
  paths: readonly string[],
  { deps }: ToolCall,
): Promise<void> {
  if (run === undefined) return;
  const { desired } = await loadFiles({ paths }, deps);
  const ledger = desired && (await deps.openLedgerReader(desired));
  if (!ledger) return;
  const reader = await deps.openReader(desired);
  checkRunExists(run, await ledger.view(await checkAccount(desired, reader), reader.now()));
}
