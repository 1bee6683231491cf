import { type DesiredTarget, type DesiredWorkflow, requirementsOf } from '../model/desired-state.ts';
import type { ExaminationRequest } from '../model/results/examination.ts';
import type { AccountNotice } from '../model/observed-state.ts';
import { addMilliseconds, type Instant } from '../model/time.ts';
import { type Route, type RouteName, routeNamed } from './routes.ts';

/** Returns the routes that `plan` and `apply` call for a configuration: common routes, then sequences, workflows and lists. */
export function routesInUse({
  targets,
  creations = [],
  dialect,
  ...versions
}: ExaminationRequest): readonly Route[] {
  const names = new Set<RouteName>([
    'account-details',
    ...(targets.length > 0 ? (['contacts-batch-read', 'contacts-search'] as const) : []),
    ...(targets.some((target) => target.kind === 'sequence' && target.name !== undefined)
      ? (['sequences'] as const)
      : []),
    ...(targets.some(({ kind }) => kind === 'sequence') ? sequenceRouteNames[dialect] : []),
    ...(requirementsOf(targets).length > 0 ? (['contact-properties'] as const) : []),
    ...targets.flatMap((target) => unenrollRouteNames(target, dialect)),
    ...targets.flatMap((target) => (target.kind === 'workflow' ? workflowRouteNames(target, dialect) : [])),
    // The name of a new workflow must be free.
    ...(creations.length > 0 ? (['flows', 'flows-batch-read', 'flow-create'] as const) : []),
    ...(namedLists(targets).length > 0 ? (['list', 'list-members'] as const) : []),
    ...(namedLists(targets).some((list) => !/^\d+$/u.test(list)) ? (['list-by-name'] as const) : []),
  ]);
  return [...names].map((name) => routeNamed(name, versions));
}

/** Returns the names and ids of the HubSpot lists that targets use, each once. */
export function namedLists(targets: readonly DesiredTarget[]): readonly string[] {
  const names = targets.flatMap((target) => [
    ...(target.members ?? []).flatMap((entry) => (entry.type === 'list' ? [entry.list] : [])),
    ...(target.kind === 'workflow' ? [target.viaList, target.activeList, target.everList] : []),
  ]);
  return [...new Set(names)].filter((name) => name !== undefined);
}

const sequenceRouteNames: Readonly<Record<ExaminationRequest['dialect'], readonly RouteName[]>> = {
  documented: ['owners', 'sequence', 'contact-enrollment', 'sequence-enroll'],
  guide: [
    'owners',
    'sequence',
    'guide-contact-sequences',
    'guide-sequences-batch-read',
    'guide-enrollment',
    'guide-sequence-enroll',
    'guide-sequence-unenroll',
  ],
};

function workflowRouteNames(
  target: DesiredWorkflow,
  dialect: ExaminationRequest['dialect'],
): readonly RouteName[] {
  return [
    'flows-batch-read',
    'workflow-id-mappings',
    target.activeList === undefined
      ? ('contact-workflows' as const)
      : ('list-memberships-batch-read' as const),
    // For the suppression lists that the workflow itself has in HubSpot.
    ...(target.members === undefined ? [] : (['list', 'list-members'] as const)),
    ...(target.viaList === undefined
      ? [dialect === 'guide' ? ('guide-workflow-enroll' as const) : ('workflow-enroll' as const)]
      : (['list-add', 'list-remove'] as const)),
    ...(dialect === 'guide' ? [] : (['workflow-unenroll'] as const)),
    ...(target.retired === 'archive' ? (['flow-delete'] as const) : []),
  ];
}

/** Returns the routes that an unenroll workflow or property needs; none in the guide dialect, which has its own route. */
function unenrollRouteNames(
  { kind, unenroll }: DesiredTarget,
  dialect: ExaminationRequest['dialect'],
): readonly RouteName[] {
  if (kind !== 'sequence' || !unenroll || dialect === 'guide') return [];
  return 'property' in unenroll
    ? ['contact-property', 'contact-stamp']
    : ['flows-batch-read', 'workflow-id-mappings', 'workflow-enroll'];
}

/** Leaves about four months to change the versions in the file. */
const noticePeriod = 120 * 24 * 60 * 60 * 1000;

/** Returns one warning for each end date of routes in use that is within 120 days or past. */
export function sunsetNotices(used: readonly Route[], now: Instant): readonly AccountNotice[] {
  const horizon = addMilliseconds(now, noticePeriod).slice(0, 10);
  const dates = new Set(
    used.flatMap(({ sunset }) => (sunset !== undefined && sunset <= horizon ? sunset : [])),
  );
  return [...dates].toSorted().map((date) => {
    const ending = used
      .filter(({ sunset }) => sunset === date)
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted();
    const [first = '', ...others] = ending;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const verb = date <= now.slice(0, 10) ? 'ended' : 'ends';
    return {
      code: 'routes-end',
      severity: 'warning',
      message: `HubSpot's support for ${first}${more} of the routes in use ${verb} on ${date}.`,
      help: `${remedyOf(used.filter(({ sunset }) => sunset === date))} \`rollcall doctor\` lists every route with its end date.`,
    };
  });
}

/** Returns what replaces routes before their end: a setting of the file, or the keys that do without them. */
export function remedyOf(ending: readonly Route[]): string {
  const remedies = ending.map(({ version, dialects }) => {
    if (version === 'legacy') return 'Set `apiVersion: 2026-09` in the file.';
    if (version === 'v4') return 'Set `workflowApiVersion: 2026-09-beta`, which is a beta of HubSpot.';
    if (!dialects.includes('documented'))
      return 'Set `dialect: documented`: only the guide has the other routes.';
    return 'HubSpot has announced no replacement of the v2 workflow routes: enroll through a list (`via: { list: … }`) and read an `activeList`.';
  });
  return [...new Set(remedies)].join(' ');
}
