import { renderDriftJson } from '../../render/json/plan.ts';
import { driftView } from '../../render/view/drift-view.ts';
import { defineTool } from '../tool.ts';
import { filesArgument, type FilesArgs, pathsOf } from './files-argument.ts';
import { parseDocument } from './parse-document.ts';
import { planOf, sendersOf } from './read-plan-input.ts';
import { refusedPlan } from './refused-plan.ts';

interface DriftArgs extends FilesArgs {
  readonly strict?: boolean;
}

export const driftTool = defineTool<DriftArgs>({
  name: 'drift',
  title: 'Drift',
  description:
    'Shows what changed in HubSpot since the last apply: contacts that someone else enrolled, targets that were edited, turned off or deleted. Accepts nothing and notifies no one.',
  input: {
    ...filesArgument,
    strict: { type: 'boolean', default: false, description: 'Count every difference.' },
  },
  output: 'drift',
  paged: true,
  run: async ({ files, strict = false }, call) => {
    const paths = await pathsOf({ files }, call);
    const planned = await planOf({ paths }, call);
    const { plan } = planned;
    if (plan.errored) throw refusedPlan(plan);
    const view = driftView(plan, { strict });
    return {
      document: parseDocument(renderDriftJson(plan, { strict })),
      summary: [view.headline, view.pendingNote].filter((line) => line !== ''),
      lists: {
        drift: [...view.counted, ...view.listed].map(
          ({ address, kind, message, help }) => `${address}: ${kind}: ${message} ${help}`,
        ),
      },
      shown: sendersOf(planned),
    };
  },
});
