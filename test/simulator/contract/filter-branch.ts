/** The filters of lists and of the enrollment criteria of workflows. */
import { boolean, list, named, object, oneOfValues, type Schema, text } from './schema.ts';

const inList = object(
  { filterType: { const: 'IN_LIST' }, listId: text, operator: text },
  { metadata: object({ id: text, inListType: text }) },
);
const operation: Schema = {
  type: 'object',
  properties: { operationType: text, operator: text, includeObjectsWithNoValueSet: boolean },
  required: ['operationType', 'operator', 'includeObjectsWithNoValueSet'],
};
const property = object({ filterType: { const: 'PROPERTY' }, property: text, operation });
/** HubSpot has more types of filters. rollcall reads none of them. */
const other: Schema = {
  type: 'object',
  properties: { filterType: { type: 'string', not: { enum: ['IN_LIST', 'PROPERTY'] } } },
  required: ['filterType'],
};

function branch(inner: Schema): Schema {
  return object({
    filterBranchType: oneOfValues('OR', 'AND', 'NOT_ALL', 'NOT_ANY', 'RESTRICTED', 'ASSOCIATION'),
    filterBranchOperator: text,
    filterBranches: list(inner),
    filters: list({ anyOf: [inList, property, other] }),
  });
}

/** A branch with branches in branches. HubSpot sets no limit on the depth; the simulator has no deeper one. */
export const filterBranch: Schema = named(
  'FilterBranch',
  branch(named('InnerFilterBranch', branch(named('InnermostFilterBranch', branch({ not: {} }))))),
);
