/** A view for callers that want values: the library, and stories. */
import type { ExitCode } from '../../model/exit-code.ts';
import type { HistoryRecord } from '../../model/ledger/ledger.ts';
import type { Check } from '../../model/results/examination.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { Report } from '../../model/results/report.ts';
import type { DefinitionDiffResult } from '../../model/results/definitions.ts';
import type { AccountView, DefinitionView, ImportResult, Validation } from '../deps.ts';

/** The results that a command passes to its view. */
export interface Shown {
  /** How the command line would end, for `run-finished`; 0 if absent. */
  exitCode?: ExitCode;
  plan?: Plan;
  report?: Report;
  validation?: Pick<Validation, 'desired' | 'diagnostics'>;
  history?: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>;
  checks?: readonly Check[];
  imported?: ImportResult;
  definitionDiff?: DefinitionDiffResult;
}

/** Returns a view that keeps results instead of printing them. */
export function createCollectingView(log: (line: string) => void): {
  readonly view: AccountView & DefinitionView;
  readonly shown: Shown;
} {
  const shown: Shown = {};
  const ignore = (): void => undefined;
  const keepPlan = (plan: Plan): void => {
    shown.plan = plan;
  };
  const view: AccountView & DefinitionView = {
    validation: (validation) => {
      shown.validation = validation;
    },
    plan: keepPlan,
    proposal: keepPlan,
    report: (report) => {
      shown.report = report;
    },
    history: (records) => {
      shown.history = records;
    },
    checks: (checks) => {
      shown.checks = checks;
    },
    imported: (result) => {
      shown.imported = result;
    },
    definitionDiff: (result) => {
      shown.definitionDiff = result;
    },
    log,
    pulled: ignore,
    definitionTemplate: ignore,
    drift: ignore,
    explanation: ignore,
    lease: ignore,
    unenrollWorkflowGuide: ignore,
  };
  return { view, shown };
}
