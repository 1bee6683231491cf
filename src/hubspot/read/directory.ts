import type { AccountDirectory, Directory, DirectoryRequest, DirectoryTarget } from '../../model/account.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { allPages, type Api, batchesOf, batchResults, readAll } from '../http/api.ts';
import { idOf, objectsOf, textOf } from '../http/response.ts';
import { type AccountOptions, openParts } from '../open-account.ts';
import { readSenders } from './owners.ts';
import { listSequences, readSequenceSteps } from './sequences.ts';
import { flowInputs, flowOf } from './workflows.ts';

/** Opens an account to list its sequences, workflows and users. It cannot write. */
export function openDirectory(options: AccountOptions): AccountDirectory {
  const { api, reader } = openParts(options);
  return {
    account: () => reader.account(),
    read: async (wanted, progress) => {
      const senders = [
        ...new Map(
          [...(await readSenders(api, { emails: [], all: true })).values()].map((one) => [one.email, one]),
        ).values(),
      ];
      progress({ what: 'senders', done: senders.length });
      const sequences = wanted.kind === 'workflow' ? [] : await sequencesOf(api, wanted);
      progress({ what: 'sequences', done: sequences.length });
      const workflows = wanted.kind === 'sequence' ? [] : await workflowsOf(api, wanted);
      progress({ what: 'workflows', done: workflows.length });
      const [user] = senders;
      const targets =
        user && sequences.length <= maxDetailed
          ? await readAll(sequences, async (target) => {
              const steps = await readSequenceSteps(api, target.id, user.userId);
              return { ...target, ...omitUndefined({ steps }) };
            })
          : sequences;
      return {
        targets: [...targets, ...workflows],
        senders: senders.map(({ email, name }) => ({ email, ...omitUndefined({ name }) })),
      } satisfies Directory;
    },
  };
}

/** HubSpot returns the steps of one sequence per request. */
const maxDetailed = 50;

async function sequencesOf(api: Api, wanted: DirectoryRequest): Promise<readonly DirectoryTarget[]> {
  const listed = await listSequences(api, undefined);
  return sortedById(
    listed.filter((one) => isWanted(one, wanted)).map(({ id, name }) => ({ kind: 'sequence', id, name })),
  );
}

/** HubSpot's maximum for one page and for one batch. */
const pageSize = 100;

async function workflowsOf(api: Api, wanted: DirectoryRequest): Promise<readonly DirectoryTarget[]> {
  const ids: string[] = [];
  const pages = allPages(api, (after) => api.request('flows', { query: { limit: pageSize, after } }));
  for await (const results of pages) {
    for (const result of results) {
      const id = idOf(result['id']);
      if (id !== undefined && isWanted({ id, name: textOf(result['name']) }, wanted)) ids.push(id);
    }
  }
  const read = await readAll(batchesOf(ids, pageSize), async (batch) => {
    const request = api.request('flows-batch-read', { body: flowInputs(batch) });
    return batchResults(request, await api.read(request)).flatMap(
      (definition): readonly DirectoryTarget[] => {
        const flow = flowOf(definition);
        if (!flow || flow.notForContacts !== undefined) return [];
        const { id, name, enabled } = flow;
        const actions = objectsOf(definition['actions']).length;
        return [{ kind: 'workflow', id, ...omitUndefined({ name }), enabled, actions }];
      },
    );
  });
  return sortedById(read.flat());
}

function isWanted(
  { id, name = '' }: { readonly id: string; readonly name?: string | undefined },
  { search }: DirectoryRequest,
): boolean {
  return search === undefined || id === search || name.toLowerCase().includes(search.toLowerCase());
}

/** Ids are decimal text, so the shorter one is smaller. */
function sortedById(targets: readonly DirectoryTarget[]): readonly DirectoryTarget[] {
  return targets.toSorted((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}
