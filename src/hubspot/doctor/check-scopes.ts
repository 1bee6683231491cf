/** Whether the token may make the calls that a configuration needs. */
import type { Check, Examined } from '../../model/examination.ts';
import { Failure } from '../../model/failure.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { askAll } from '../http/api.ts';
import type { Api } from '../http/api.ts';
import { failed, ok, warning } from './check-results.ts';
import { findSpecimens, probes } from '../doctor-probes.ts';
import type { Specimens } from '../doctor-probes.ts';
import type { Route } from '../routes.ts';

/** A line for each scope; below, a line for each route that is not as it should be. */
export async function examineScopes(
  api: Api,
  wanted: Examined,
  used: readonly Route[],
): Promise<readonly Check[]> {
  const specimens = await findSpecimens(api, wanted);
  const probed = await askAll(
    used.filter(({ name }) => probes[name] !== undefined),
    async (route) => ({ route, answer: await probe(api, route, specimens) }),
  );
  const scopes = [
    ...new Set(used.filter(({ name }) => name !== 'account-details').map(({ scope }) => scope)),
  ];
  return scopes.toSorted().flatMap((scope) =>
    checksOf(scope, {
      probed: probed.filter(({ route }) => route.scope === scope),
      writes: used.filter((route) => route.write && route.scope === scope),
    }),
  );
}

interface Probed {
  readonly route: Route;
  readonly answer: 'answered' | 'untried' | Failure;
}

async function probe(api: Api, route: Route, specimens: Specimens): Promise<Probed['answer']> {
  const asked = probes[route.name]?.(api, specimens);
  if (!asked) return 'untried';
  try {
    await api.read(asked.call, asked.accept);
    return 'answered';
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function checksOf(
  scope: string,
  { probed, writes }: { readonly probed: readonly Probed[]; readonly writes: readonly Route[] },
): readonly Check[] {
  const answered = probed.filter(({ answer }) => answer === 'answered');
  const denied = probed.filter(({ answer }) => answer instanceof Failure && answer.code === 'scope-missing');
  const [first] = denied;
  if (first?.answer instanceof Failure) {
    const message = `${scope} is missing: ${first.answer.message}`;
    return [failed({ area: 'scopes', code: 'scope-missing', message }, first.answer.help, ExitCode.account)];
  }
  const others = probed.flatMap(({ route, answer }) =>
    answer instanceof Failure ? [routeFailed(route, answer)] : [],
  );
  if (answered.length > 0)
    return [ok({ area: 'scopes', code: 'scope', message: granted(scope, answered, writes) }), ...others];
  if (others.length > 0) return others;
  const why =
    probed.length === 0
      ? `it is for ${named(writes)}, which only writes`
      : 'the account has nothing to try it with';
  const help = `Check in HubSpot that the token's app has ${scope}. Without it, apply stops with exit code 4 at the first such request, and sends nothing.`;
  return [
    warning({ area: 'scopes', code: 'scope-untried', message: `${scope} could not be tried: ${why}` }, help),
  ];
}

function granted(scope: string, answered: readonly Probed[], writes: readonly Route[]): string {
  const tried = `${scope}: ${named(answered.map(({ route }) => route))} responded`;
  return writes.length === 0 ? tried : `${tried}; the same scope is for writing (${named(writes)})`;
}

function routeFailed(route: Route, failure: Failure): Check {
  const message = `${route.name}: ${failure.message}`;
  const isGuides = !route.dialects.includes('documented');
  // No document of HubSpot names these, so that it does not know them is the likeliest reason.
  const help = isGuides ? 'Only the guide publishes this route. Use `dialect: documented`.' : failure.help;
  return failed({ area: 'routes', code: failure.code, message }, help, failure.exitCode);
}

function named(routes: readonly Route[]): string {
  return routes.map(({ name }) => name).join(', ');
}
