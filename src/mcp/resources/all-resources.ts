/** What an agent can read about rollcall and the working folder: pages that ship with it, and the saved plans. */
import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { renderPlanJson } from '../../render/json/plan.ts';
import { routePage } from '../../runtime/route-page.ts';
import { configurationSchema } from '../../schema/configuration-schema.ts';
import { cleanDocument, cleanLine, namesIn } from '../clean.ts';
import { findSavedPlan, savedPlans } from '../saved-plans.ts';
import type { Session } from '../session.ts';
import { parseDocument } from '../tools/parse-document.ts';
import { sendersOfPlan } from '../tools/read-plan-input.ts';
import pages from './pages.json' with { type: 'json' };

const json = 'application/json';
const markdown = 'text/markdown';

/** The resources that are the same for every folder. */
const fixed: readonly {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  readonly text: () => string;
}[] = [
  {
    name: 'schema',
    title: 'JSON Schema of the configuration file',
    description: 'What `rollcall schema` prints. Read it before you write YAML.',
    mimeType: json,
    text: () => JSON.stringify(configurationSchema),
  },
  {
    name: 'file-reference',
    title: 'Reference of the configuration file',
    description: 'Every key, its default and examples.',
    mimeType: markdown,
    text: () => pages.fileReference,
  },
  {
    name: 'concepts',
    title: 'Concepts',
    description: 'Enroll once, the ledger, ownership, statuses.',
    mimeType: markdown,
    text: () => pages.concepts,
  },
  {
    name: 'sequence-or-workflow',
    title: 'A sequence or a workflow?',
    description: 'Which of the two to use, and how they differ.',
    mimeType: markdown,
    text: () => pages.sequenceOrWorkflow,
  },
  {
    name: 'routes',
    title: 'The routes of HubSpot',
    description:
      'How enrollments are read and made through the API: what HubSpot publishes, with evidence, and which command does it.',
    mimeType: markdown,
    text: routePage,
  },
];

/** A saved plan is a file that anyone may have written. */
const clean = cleanLine({ names: new Set(), shown: [] });

const planScheme = 'rollcall://plans/';

/** Adds the resources to a server. */
export function registerResources(server: McpServer, session: Session): void {
  for (const { name, text, ...about } of fixed) {
    server.registerResource(name, `rollcall://${name}`, about, (uri) => ({
      contents: [{ uri: uri.href, mimeType: about.mimeType, text: text() }],
    }));
  }
  const template = new ResourceTemplate(`${planScheme}{planId}`, {
    list: (context) =>
      session.use(context, async ({ deps }) => ({
        resources: (await savedPlans(deps.files)).map(({ plan: { planId, portalId, createdAt } }) => ({
          uri: `${planScheme}${planId}`,
          name: clean(`plan ${planId}`),
          description: clean(`A saved plan for account ${portalId}, made at ${createdAt}.`),
          mimeType: json,
        })),
      })),
  });
  const about = {
    title: 'Saved plans',
    description: 'The plans in the working folder, by id. `show_plan` shows one in pages.',
    mimeType: json,
  };
  server.registerResource('plan', template, about, (uri, { planId }, context) =>
    session.use(context, async ({ deps }) => {
      const found = typeof planId === 'string' ? await findSavedPlan(planId, deps.files) : undefined;
      if (!found) throw new ResourceNotFoundError(uri.href);
      const plan = parseDocument(renderPlanJson(found.plan));
      const document = cleanDocument(plan, {
        names: new Set(namesIn(plan)),
        shown: sendersOfPlan(found.plan),
      });
      return { contents: [{ uri: uri.href, mimeType: json, text: JSON.stringify(document) }] };
    }),
  );
}
