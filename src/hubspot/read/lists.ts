import { membersPerListPage } from '../../model/batch-sizes.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { ContactId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { allPages, type Api } from '../http/api.ts';
import { unexpectedResponse } from '../http/errors.ts';
import { idOf, type Json, momentOf, objectOf, textOf } from '../http/response.ts';
import { filtersIn } from './workflows.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** A HubSpot list of contacts. */
export interface ListDetails {
  readonly id: string;
  readonly name?: string;
  /** `MANUAL` and `SNAPSHOT` lists accept new members; HubSpot fills `DYNAMIC` lists. */
  readonly processingType?: string;
  /** Absent if the response has no filters. */
  readonly filters?: ListFilters;
}

interface ListFilters {
  readonly count: number;
  /** The filters on the contacts of workflows. */
  readonly workflows: readonly WorkflowFilter[];
}

/** A filter on the contacts of a workflow, for example `WORKFLOWS_ACTIVE`. */
interface WorkflowFilter {
  /** The flow id or the v2 id: HubSpot does not document which. */
  readonly id: string;
  readonly listType: string;
}

export interface ListMember {
  readonly id: ContactId;
  /** When the contact joined the list. */
  readonly since?: Instant;
}

/** Returns how many requests reading a list of `size` members takes. */
export function listPages(size: number): number {
  return Math.max(1, Math.ceil(size / membersPerListPage));
}

/** Finds a list by id or name. Digits are tried as an id first. Returns undefined if HubSpot has no such list. */
export async function findList(api: Api, nameOrId: string): Promise<ListDetails | undefined> {
  // A path cannot contain these names, so no list can be found by them.
  if (/^\.{0,2}$|\p{Surrogate}/u.test(nameOrId)) return undefined;
  const byId = /^\d+$/.test(nameOrId) ? await listAt(api, nameOrId, 'id') : undefined;
  return byId ?? listAt(api, nameOrId, 'name');
}

async function listAt(api: Api, nameOrId: string, by: 'id' | 'name'): Promise<ListDetails | undefined> {
  const query = { includeFilters: 'true' };
  const request =
    by === 'id'
      ? api.request('list', { params: { listId: nameOrId }, query })
      : api.request('list-by-name', { params: { listName: nameOrId }, query });
  const response = await api.read(request, [404]);
  if (response.status === 404) return undefined;
  const body = objectOf(response.body);
  const list = body['list'] === undefined ? body : objectOf(body['list']);
  const id = idOf(list['listId']);
  if (id === undefined) throw unexpectedResponse(request, 'a list without an id');
  const type = textOf(list['objectTypeId']);
  if (type !== undefined && type !== '0-1') throw notContactList(nameOrId, type);
  const name = textOf(list['name']);
  const processingType = textOf(list['processingType']);
  return {
    id,
    ...omitUndefined({ name, processingType }),
    ...(list['filterBranch'] === undefined ? {} : { filters: listFilters(list['filterBranch']) }),
  };
}

function listFilters(branch: unknown): ListFilters {
  const filters = filtersIn(branch);
  return { count: filters.length, workflows: filters.flatMap(workflowFilter) };
}

function workflowFilter(filter: Json): readonly WorkflowFilter[] {
  const { id, inListType } = objectOf(filter['metadata']);
  const [workflow, part] = [idOf(id), textOf(inListType)];
  if (workflow === undefined || part === undefined || filter['operator'] === 'NOT_IN_LIST') return [];
  return part.startsWith('WORKFLOWS_') ? [{ id: workflow, listType: part }] : [];
}

/** Reads all members of a list. Calls `done` after each page with its number of members. */
export async function listMembers(
  api: Api,
  listId: string,
  done: (count: number) => void,
): Promise<readonly ListMember[]> {
  const members: ListMember[] = [];
  const pages = allPages(api, (after) =>
    api.request('list-members', { params: { listId }, query: { limit: membersPerListPage, after } }),
  );
  for await (const results of pages) {
    const found = results.flatMap((result) => {
      const id = idOf(result['recordId']);
      const since = momentOf(result['membershipTimestamp']);
      return id === undefined ? [] : [{ id, ...omitUndefined({ since }) }];
    });
    members.push(...found);
    done(found.length);
  }
  return members;
}

function notContactList(nameOrId: string, type: string): Failure {
  return new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'list-not-of-contacts',
    message: `the HubSpot list ${nameOrId} contains objects of type ${type}, not contacts (0-1)`,
    help: 'Name a list of contacts.',
  });
}
