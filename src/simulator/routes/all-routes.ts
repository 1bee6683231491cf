import { accountInfoRoutes } from './account-info.ts';
import { associationRoutes } from './associations.ts';
import { contactRoutes } from './contacts.ts';
import { contactSearchRoutes } from './contact-search.ts';
import { flowRoutes } from './flows.ts';
import { guideSequenceRoutes } from './guide-sequences.ts';
import { listRoutes } from './lists.ts';
import { ownerRoutes } from './owners.ts';
import { propertyRoutes } from './properties.ts';
import type { SimulatorRoute } from './route.ts';
import { sequenceRoutes } from './sequences.ts';
import { userRoutes } from './users.ts';
import { workflowEnrollmentRoutes } from './workflow-enrollments.ts';

/** Every route of both dialects, over one account. */
export const simulatorRoutes: readonly SimulatorRoute[] = [
  ...accountInfoRoutes,
  ...ownerRoutes,
  ...userRoutes,
  ...contactSearchRoutes,
  ...contactRoutes,
  ...propertyRoutes,
  ...guideSequenceRoutes,
  ...associationRoutes,
  ...listRoutes,
  ...sequenceRoutes,
  ...flowRoutes,
  ...workflowEnrollmentRoutes,
];

/** Every scope that a route asks for: what the constant token may do. */
export const allScopes: readonly string[] = [...new Set(simulatorRoutes.flatMap(({ scopes }) => scopes))];
