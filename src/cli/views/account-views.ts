import type { AcceptView } from '../../commands/drift.ts';
import type { AccountView, DefinitionView, View } from '../../commands/deps.ts';
import type { ForgetView } from '../../commands/forget.ts';
import {
  renderAcceptedJson,
  renderUnenrollWorkflowGuideJson,
  renderChecksJson,
  renderForgottenJson,
  renderImportedJson,
} from '../../render/json/documents.ts';
import {
  renderDefinitionDiffJson,
  renderPulledJson,
  renderTemplateJson,
} from '../../render/json/definitions.ts';
import { renderDefinitionDiff, renderPulled, renderTemplate } from '../../render/text/definitions.ts';
import { renderDoctor } from '../../render/text/doctor.ts';
import type { TextOptions } from '../../render/text/style.ts';
import { renderAccepted } from '../../render/text/drift.ts';
import { renderForgotten } from '../../render/text/ledger.ts';
import { renderUnenrollWorkflowGuide } from '../../render/text/unenroll-workflow-guide.ts';
import { sectionOf } from '../../model/target.ts';
import { count } from '../../render/view/format.ts';

/** The output of the commands that read the account or the ledger without a plan. */
export type AccountViews = Omit<AccountView & DefinitionView & AcceptView & ForgetView, keyof View>;

/** Prints the text of a command. `command` is its name, which titles a document: `history forget`. */
export type PrintText = (text: string, command: string) => void;

export function accountViewsAsText(options: TextOptions, print: PrintText): AccountViews {
  return {
    checks: (checks, exitCode, { verbose, portalId }) =>
      print(renderDoctor({ checks, exitCode, portalId }, { ...options, verbose }), 'doctor'),
    unenrollWorkflowGuide: () => print(renderUnenrollWorkflowGuide(options), 'doctor --unenroll-workflow'),
    accepted: (result) => print(renderAccepted(result, options), 'drift --accept'),
    forgotten: (result) => print(renderForgotten(result), 'history forget'),
    pulled: (result) => print(renderPulled(result, options), `${sectionOf(result.kind)} pull`),
    definitionDiff: (result) =>
      print(renderDefinitionDiff(result, options), `${sectionOf(result.kind)} diff`),
    definitionTemplate: (result) => print(renderTemplate(result), 'workflows new'),
    imported: ({ configuration, path, inventory: { targets, unread = [] } }) => {
      if (path === undefined) print(configuration, 'import');
      else
        print(
          `Wrote ${path}: ${count(targets.length, 'target')}${unread.length === 0 ? '' : `; ${count(unread.length, 'workflow')} not read, see its end`}. Next: rollcall plan ${path}\n`,
          'import',
        );
    },
  };
}

export function accountViewsAsJson(print: (text: string) => void): AccountViews {
  return {
    checks: (checks, exitCode) => print(renderChecksJson(checks, exitCode)),
    unenrollWorkflowGuide: () => print(renderUnenrollWorkflowGuideJson()),
    accepted: (result) => print(renderAcceptedJson(result)),
    forgotten: (result) => print(renderForgottenJson(result)),
    pulled: (result) => print(renderPulledJson(result)),
    definitionDiff: (result) => print(renderDefinitionDiffJson(result)),
    definitionTemplate: (result) => print(renderTemplateJson(result)),
    imported: (imported) => print(renderImportedJson(imported)),
  };
}
