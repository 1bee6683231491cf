import { explainOrRefuse } from '../../commands/plan.ts';
import { Failure } from '../../model/failure.ts';
import type { Explanation } from '../../model/results/explanation.ts';
import { renderExplanationJson } from '../../render/json/documents.ts';
import { checkQuery } from '../contact-argument.ts';
import { ended, withoutEcho } from '../sentences.ts';
import { groupBy } from '../../model/group-by.ts';
import { defineTool } from '../tool.ts';
import { readingFiles, textsArguments, type TextsArgs } from './files-argument.ts';
import { parseDocument } from './parse-document.ts';
import { type Planned, planOf, sendersOf } from './read-plan-input.ts';

export const explainTool = defineTool<TextsArgs & { readonly contact?: string }>({
  name: 'explain',
  title: 'Explain a contact',
  description:
    'Returns why a contact is, or is not, enrolled: for each target that declares or knows the contact, the rules in their order, with the facts that each one used, down to the rule that decides. The last row of an address is the result.',
  input: {
    contact: {
      type: 'string',
      minLength: 1,
      maxLength: 300,
      description: 'An email, a contact id, or an address such as `sequences.q4-outbound/1042`.',
    },
    ...textsArguments,
  },
  required: ['contact'],
  output: 'explanation',
  paged: true,
  run: async (args, given) => {
    const query = checkQuery(args.contact ?? '');
    const { paths, call } = await readingFiles(args, given);
    const planned = await planOf({ paths }, call);
    const rules = rulesFor(planned.input, query);
    return {
      document: parseDocument(renderExplanationJson(rules)),
      summary: [...groupBy(rules, ({ address }) => address)].map(([address, rows]) =>
        conclusion(address, rows),
      ),
      lists: {
        rules: rules.map(
          ({ address, rule, holds, saw }) =>
            `${address}  ${holds ? 'yes' : 'no '} ${rule}: ${withoutEcho(saw)}`,
        ),
      },
      shown: sendersOf(planned),
    };
  },
});

/** Returns the rules of a contact. That no file declares it is the most frequent reason, and no mistake of the caller. */
function rulesFor(input: Planned['input'], query: string): readonly Explanation[] {
  try {
    return explainOrRefuse(input, query);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'no-such-address' || query.includes('/')) throw error;
    const { code, message } = error;
    throw new Failure({
      code,
      message,
      help: 'A contact that no target declares is not enrolled by rollcall. Whether HubSpot has this contact: find_contact. To declare it: propose_change with the action `add`.',
    });
  }
}

/** Returns the rule that decides, and the result of the whole plan. */
function conclusion(address: string, rows: readonly Explanation[]): string {
  const result = rows.at(-1);
  const deciding = rows.findLast(({ rule, holds }) => holds && rule !== 'plan' && rule !== 'sender');
  const because = deciding ? ` The rule "${deciding.rule}" decides: ${ended(deciding.saw)}` : '';
  return `${address}: ${ended(withoutEcho(result?.saw ?? 'unknown'))}${because}`;
}
