/** Checks that the properties, lists, sequences and workflows that definition files name exist in the account. */
import type { DefinitionReference } from '../../model/definition-reference.ts';
import type { DiagnosticCode } from '../../model/results/problem-codes.ts';
import type { Check, CheckArea } from '../../model/results/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { count } from '../../model/text/count.ts';
import { maskSentences, maskValue } from '../../model/text/mask-text.ts';
import type { AccountCache } from '../read/account-cache.ts';
import { readContactProperties } from '../read/contact-properties.ts';
import { anyUserId } from '../read/owners.ts';
import { readSequence } from '../read/sequences.ts';
import type { Api } from '../http/api.ts';
import { failedCheck, okCheck, reportFailures, warningCheck } from './check-results.ts';

interface AccountParts {
  readonly api: Api;
  readonly cache: AccountCache;
}

type Kind = DefinitionReference['kind'];

/** Returns the problem with a reference; undefined if the account has what it names. */
type Finder = (reference: DefinitionReference) => Problem | undefined;

interface Problem {
  readonly code: DiagnosticCode | 'target-missing' | 'not-checked';
  readonly message: string;
  readonly help: string;
}

/**
 * Reads only the kinds of objects that the files name. A missing one is failed if an apply would create the workflow, and
 * a warning if the workflow exists: rollcall sends nothing from that file.
 */
export async function checkDefinitions(
  account: AccountParts,
  references: readonly DefinitionReference[],
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [kind, { area, plural, load }] of Object.entries(kinds)) {
    const named = references.filter((one) => one.kind === kind);
    if (named.length === 0) continue;
    checks.push(
      ...(await reportFailures(area, `The ${plural} that definitions name`, async () => {
        const find = await load(account, [...new Set(named.map(({ name }) => name))]);
        return checksOf(named, find, { area, plural });
      })),
    );
  }
  return checks;
}

function checksOf(
  named: readonly DefinitionReference[],
  find: Finder,
  { area, plural }: { readonly area: CheckArea; readonly plural: string },
): readonly Check[] {
  const problems = named.flatMap((reference): Check[] => {
    const problem = find(reference);
    if (!problem) return [];
    const { code, message, help } = problem;
    const text = { area, code, message, source: reference.source };
    return [
      reference.creates && code !== 'not-checked'
        ? failedCheck(text, help, ExitCode.invalidConfiguration)
        : warningCheck(text, help),
    ];
  });
  if (problems.length > 0) return problems;
  const [first] = named;
  const names = [...new Set(named.map(({ name }) => name))];
  const message = `Definitions name ${count(names.length, first?.kind ?? plural, plural)} of the account: ${names
    .slice(0, 5)
    .map((name) => maskValue(name))
    .join(', ')}${names.length > 5 ? ', …' : ''}`;
  return [okCheck({ area, code: 'definition', message })];
}

const kinds: Readonly<
  Record<
    Kind,
    {
      readonly area: CheckArea;
      readonly plural: string;
      readonly load: (account: AccountParts, names: readonly string[]) => Promise<Finder>;
    }
  >
> = {
  property: { area: 'workflows', plural: 'properties', load: findProperties },
  list: { area: 'lists', plural: 'lists', load: findLists },
  sequence: { area: 'sequences', plural: 'sequences', load: findSequences },
  workflow: { area: 'workflows', plural: 'workflows', load: findWorkflows },
};

async function findProperties({ api }: AccountParts): Promise<Finder> {
  const properties = await readContactProperties(api);
  return ({ name, value = '' }) => {
    const options = properties.get(name);
    if (!options) {
      return {
        code: 'property-missing',
        message: `HubSpot has no contact property \`${maskValue(name)}\``,
        help: 'Write the internal name of the property (HubSpot: Settings > Properties), or create it.',
      };
    }
    if (options.length === 0 || value === '' || value.split(';').every((one) => options.includes(one)))
      return undefined;
    return {
      code: 'property-option-missing',
      message: `The contact property \`${maskValue(name)}\` has no option \`${maskValue(value, name)}\``,
      help: `Write the internal value of an option: ${options.slice(0, 10).map(maskSentences).join(', ')}${options.length > 10 ? ', …' : ''}.`,
    };
  };
}

async function findLists({ cache }: AccountParts, ids: readonly string[]): Promise<Finder> {
  const lists = await Promise.all(ids.map((id) => cache.list(id)));
  const missing = new Set(ids.filter((_, index) => !lists[index]));
  return ({ name }) =>
    missing.has(name)
      ? {
          code: 'list-missing',
          message: `HubSpot has no list ${maskValue(name)}`,
          help: 'Write the id of the list: it is in the address bar of HubSpot.',
        }
      : undefined;
}

async function findSequences({ api }: AccountParts, ids: readonly string[]): Promise<Finder> {
  const userId = await anyUserId(api);
  const sequences = await Promise.all(ids.map((id) => readSequence(api, id, userId)));
  const byId = new Map(sequences.map((sequence) => [sequence.id, sequence]));
  return ({ name }) => {
    const { status, why = '' } = byId.get(name) ?? {};
    if (status === 'ready') return undefined;
    const help = 'Write the id of the sequence: it is in the address bar of HubSpot.';
    return status === 'missing'
      ? { code: 'target-missing', message: why, help }
      : { code: 'not-checked', message: `Sequence ${maskValue(name)}: not checked: ${why}`, help };
  };
}

async function findWorkflows({ cache }: AccountParts, ids: readonly string[]): Promise<Finder> {
  const flows = await cache.flows(ids);
  return ({ name }) =>
    flows.has(name)
      ? undefined
      : {
          code: 'target-missing',
          message: `HubSpot has no workflow ${maskValue(name)}`,
          help: 'Write the id of the workflow: it is in the address bar of HubSpot.',
        };
}
