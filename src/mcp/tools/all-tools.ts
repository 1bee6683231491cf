import type { Tool } from '../tool.ts';
import { doctorTool } from './doctor.ts';
import { driftTool } from './drift.ts';
import { explainTool } from './explain.ts';
import { findContactTool } from './find-contact.ts';
import { historyTool } from './history.ts';
import { listTargetsTool } from './list-targets.ts';
import { planTool } from './plan.ts';
import { proposeChangeTool } from './propose-change.ts';
import { showPlanTool } from './show-plan.ts';
import { statusTool } from './status.ts';
import { validateTool } from './validate.ts';

/** The tools of the server. None of them applies, and none writes to HubSpot, to the ledger or to a file. */
export const allTools: readonly Tool[] = [
  validateTool,
  planTool,
  showPlanTool,
  explainTool,
  driftTool,
  historyTool,
  statusTool,
  doctorTool,
  listTargetsTool,
  findContactTool,
  proposeChangeTool,
];
