import type { AcceptView } from '../commands/accept.ts';
import type { View } from '../commands/deps.ts';
import type { SurveyView } from '../commands/survey-deps.ts';
import {
  renderAcceptedJson,
  renderBridgeJson,
  renderChecksJson,
  renderImportedJson,
} from '../render/json/render-survey-json.ts';
import type { TextOptions } from '../render/text/options.ts';
import { renderAccepted } from '../render/text/render-accepted.ts';
import { renderBridge } from '../render/text/render-bridge.ts';
import { renderDoctor } from '../render/text/render-doctor.ts';

/** What the commands show that look at an account without planning. */
export type Survey = Omit<SurveyView & AcceptView, keyof View>;

export function surveyAsText(
  options: TextOptions,
  to: { readonly print: (text: string) => void; readonly say: (line: string) => void },
): Survey {
  return {
    checks: (checks, exitCode) => to.print(renderDoctor(checks, { ...options, exitCode })),
    bridge: () => to.print(renderBridge(options)),
    accepted: (result) => to.print(renderAccepted(result, options)),
    imported: ({ configuration, path, inventory }) => {
      if (path === undefined) to.print(configuration);
      else to.say(`Wrote ${path}: ${inventory.targets.length} targets. Next: rollcall plan ${path}`);
    },
  };
}

export function surveyAsJson(print: (text: string) => void): Survey {
  return {
    checks: (checks, exitCode) => print(renderChecksJson(checks, exitCode)),
    bridge: () => print(renderBridgeJson()),
    accepted: (result) => print(renderAcceptedJson(result)),
    imported: (imported) => print(renderImportedJson(imported)),
  };
}
