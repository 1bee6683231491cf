/** Associations, and the routes of the route guide. Evidence: the specification for associations, else the guide. */
import {
  batch,
  id,
  idOrInteger,
  instant,
  integer,
  list,
  named,
  object,
  oneOfValues,
  page,
  text,
} from './schema.ts';
import type { Shapes } from './shape.ts';

const associationType = object({ category: text, typeId: integer }, { label: text });
const linkV4 = object({ toObjectId: id, associationTypes: list(associationType) });
const linkV3 = object({ id, type: text });
const inputs = object({ inputs: list(object({ id })) });
const from = object({ id });
const batchV4 = batch(object({ from, to: list(linkV4) }));
const batchV3 = batch(object({ from, to: list(linkV3) }));
const paged = { limit: text, after: text };

const enrollment = named(
  'GuideEnrollment',
  object(
    {
      id,
      contactId: id,
      sequenceId: id,
      userId: id,
      status: oneOfValues('ACTIVE', 'FINISHED', 'UNENROLLED'),
      enrolledAt: instant,
    },
    { endedAt: instant },
  ),
);

export const guideShapes: Shapes = {
  'POST /crm/v4/associations/{from}/{to}/batch/read': {
    body: inputs,
    responses: { 200: batchV4, 207: batchV4 },
  },
  'POST /crm/v3/associations/{from}/{to}/batch/read': {
    body: inputs,
    responses: { 200: batchV3, 207: batchV3 },
  },
  'GET /crm/v4/objects/{from}/{contactId}/associations/{to}': {
    query: paged,
    responses: { 200: page(linkV4) },
  },
  'GET /crm/v3/objects/{from}/{contactId}/associations/{to}': {
    query: paged,
    responses: { 200: page(linkV3) },
  },
  'POST /crm/objects/contacts/{contactId}/sequences': {
    body: object({ sequenceId: idOrInteger, userId: idOrInteger }),
    responses: { 201: enrollment },
  },
  'GET /crm/objects/contacts/{contactId}/sequences/{enrollmentId}': { responses: { 200: enrollment } },
  'DELETE /crm/objects/contacts/{contactId}/sequences/{enrollmentId}': { responses: { 204: null } },
  'POST /automation/flows/{flowId}/enrollments/contacts': {
    body: { anyOf: [object({ contactId: idOrInteger }), object({ email: text })] },
    responses: { 200: object({ flowId: id, contactId: id, status: { const: 'ACCEPTED' } }) },
  },
};
