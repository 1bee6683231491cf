import type { View } from '../commands/deps.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';

/** What a command would have shown. */
export interface Collected {
  plan?: Plan;
  report?: Report;
  diagnostics: readonly Diagnostic[];
}

/** A view that keeps results instead of showing them. */
export function collectingView(talk: (line: string) => void): View & { readonly collected: Collected } {
  const collected: Collected = { diagnostics: [] };
  const ignore = (): void => undefined;
  const keepPlan = (plan: Plan): void => {
    collected.plan = plan;
    collected.diagnostics = plan.diagnostics;
  };
  return {
    collected,
    validation: ({ diagnostics }) => {
      collected.diagnostics = diagnostics;
    },
    plan: keepPlan,
    proposal: keepPlan,
    report: (report) => {
      collected.report = report;
    },
    say: talk,
    drift: ignore,
    explanation: ignore,
    history: ignore,
    lease: ignore,
  };
}
