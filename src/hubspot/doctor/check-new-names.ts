/** Checks that the names of workflows to create are free. */
import type { DesiredState } from '../../model/desired-state.ts';
import type { Check } from '../../model/results/examination.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { comparableName } from '../../model/text/same-name.ts';
import type { Api } from '../http/api.ts';
import { readNamesakes } from '../read/namesakes.ts';
import { reportFailures, warningCheck } from './check-results.ts';

/**
 * Warns of each name that the account has. A plan refuses it, unless the ledger shows that rollcall created the workflow:
 * these checks do not read the ledger.
 */
export async function checkNewNames(
  api: Api,
  { creations = [], definitions }: Pick<DesiredState, 'creations' | 'definitions'>,
): Promise<readonly Check[]> {
  const named = creations.flatMap((creation) => {
    const name = definitions?.get(creation.definition)?.name;
    return name === undefined ? [] : [{ ...creation, name }];
  });
  if (named.length === 0) return [];
  return reportFailures('workflows', 'The names of new workflows', async () => {
    const taken = await readNamesakes(
      api,
      named.map(({ name }) => name),
    );
    return named.flatMap(({ key, name, definition, source }): readonly Check[] => {
      const ids = taken
        .filter((one) => comparableName(one.name) === comparableName(name))
        .map(({ id }) => id);
      if (ids.length === 0) return [];
      const message = `HubSpot already has the name "${maskSentences(name)}" of workflows.${key}: ${ids.join(', ')}`;
      const help = `If it is the one, add its \`id\` to workflows.${key}. Otherwise change \`name\` in ${definition}: a plan refuses a name that another workflow has.`;
      return [warningCheck({ area: 'workflows', code: 'workflow-name-taken', message, source }, help)];
    });
  });
}
