/** Account, owners, contacts, properties and lists. Evidence: HubSpot's published specification, August 2026. */
import { filterBranch } from './filter-branch.ts';
import {
  batch,
  boolean,
  id,
  instant,
  integer,
  list,
  map,
  named,
  object,
  oneOfValues,
  page,
  type Schema,
  text,
  textOrNull,
} from './schema.ts';
import type { Shapes } from './shape.ts';

const account = named(
  'Account',
  object({
    portalId: integer,
    accountType: text,
    timeZone: text,
    companyCurrency: text,
    additionalCurrencies: list(text),
    utcOffset: text,
    utcOffsetMilliseconds: integer,
    uiDomain: text,
    dataHostingLocation: text,
  }),
);

const team = object({ id: text, name: text, primary: boolean });
const owner = named(
  'Owner',
  object(
    { id, type: oneOfValues('PERSON', 'QUEUE'), createdAt: instant, updatedAt: instant, archived: boolean },
    {
      email: text,
      firstName: text,
      lastName: text,
      userId: integer,
      userIdIncludingInactive: integer,
      teams: list(team),
    },
  ),
);

const user = named(
  'User',
  object(
    { id, email: text, roleIds: list(text), superAdmin: boolean },
    { firstName: text, lastName: text, seatNames: list(text) },
  ),
);

const historyEntry = object(
  { value: text, timestamp: instant, sourceType: text },
  { sourceId: text, sourceLabel: text, updatedByUserId: integer },
);
/** A property without a value is null: required in the specification of 2026-09, documented for every version. */
const contact = named(
  'Contact',
  object(
    { id, properties: map(textOrNull), createdAt: instant, updatedAt: instant, archived: boolean },
    { propertiesWithHistory: map(list(historyEntry)), archivedAt: instant, url: text },
  ),
);

const searchFilter = named(
  'SearchFilter',
  object(
    {
      propertyName: text,
      operator: oneOfValues(
        'EQ',
        'NEQ',
        'LT',
        'LTE',
        'GT',
        'GTE',
        'BETWEEN',
        'IN',
        'NOT_IN',
        'HAS_PROPERTY',
        'NOT_HAS_PROPERTY',
        'CONTAINS_TOKEN',
        'NOT_CONTAINS_TOKEN',
      ),
    },
    { value: text, highValue: text, values: list(text) },
  ),
);

const option = object(
  { label: text, value: text, hidden: boolean },
  { description: text, displayOrder: integer },
);
const property = named(
  'Property',
  object(
    {
      name: text,
      label: text,
      description: text,
      groupName: text,
      type: text,
      fieldType: text,
      options: list(option),
    },
    {
      hubspotDefined: boolean,
      calculated: boolean,
      hidden: boolean,
      archived: boolean,
      modificationMetadata: object({
        archivable: boolean,
        readOnlyDefinition: boolean,
        readOnlyValue: boolean,
      }),
    },
  ),
);

const listsOfRecord = list(
  object(
    { listId: id, listVersion: integer, firstAddedTimestamp: instant, lastAddedTimestamp: instant },
    { isPublicList: boolean },
  ),
);
const listFields = {
  listId: id,
  listVersion: integer,
  name: text,
  processingType: text,
  processingStatus: text,
  objectTypeId: text,
};
const listDates = {
  createdAt: instant,
  updatedAt: instant,
  filtersUpdatedAt: instant,
  createdById: text,
  updatedById: text,
};
const hubSpotList = named('List', object(listFields, { ...listDates, size: integer, filterBranch }));
const foundList = named('FoundList', object({ ...listFields, additionalProperties: map(text) }, listDates));
const oneList = { query: { includeFilters: text }, responses: { 200: object({ list: hubSpotList }) } };

const membershipChange: Schema = object({
  recordsIdsAdded: list(id),
  recordIdsRemoved: list(id),
  recordIdsMissing: list(id),
});
const changeMembers = { body: list(id), responses: { 200: membershipChange } };

export const crmShapes: Shapes = {
  'GET /account-info/details': { responses: { 200: account } },
  'GET /crm/owners': {
    query: { email: text, limit: text, after: text, archived: text },
    responses: { 200: page(owner) },
  },
  'GET /crm/owners/{ownerId}': { query: { idProperty: text, archived: text }, responses: { 200: owner } },
  'GET /settings/users': { query: { limit: text, after: text }, responses: { 200: page(user) } },
  'GET /settings/users/{userId}': { query: { idProperty: text }, responses: { 200: user } },
  'POST /crm/objects/contacts/batch/read': {
    query: { archived: text },
    body: object(
      { inputs: list(object({ id: text })), properties: list(text), propertiesWithHistory: list(text) },
      { idProperty: text },
    ),
    responses: { 200: batch(contact), 207: batch(contact) },
  },
  'POST /crm/objects/contacts/search': {
    body: object(
      {
        filterGroups: list(object({ filters: list(searchFilter) })),
        properties: list(text),
        sorts: list(text),
        limit: integer,
        after: text,
      },
      { query: text },
    ),
    responses: { 200: page(contact, { total: integer }) },
  },
  'GET /crm/objects/contacts': {
    query: { limit: text, after: text, properties: text, propertiesWithHistory: text, archived: text },
    responses: { 200: page(contact) },
  },
  'POST /crm/objects/contacts': {
    body: object({ properties: map(text), associations: list({ type: 'object' }) }),
    responses: { 201: contact },
  },
  'GET /crm/objects/contacts/{contactId}': {
    query: { properties: text, propertiesWithHistory: text, idProperty: text, archived: text },
    responses: { 200: contact },
  },
  'DELETE /crm/objects/contacts/{contactId}': { responses: { 204: null } },
  'PATCH /crm/objects/contacts/{contactId}': {
    query: { idProperty: text },
    body: object({ properties: map(text) }),
    responses: { 200: contact },
  },
  'GET /crm/properties/contacts/{propertyName}': { query: { archived: text }, responses: { 200: property } },
  'GET /crm/properties/contacts': {
    query: { archived: text },
    responses: { 200: object({ results: list(property) }) },
  },
  'GET /crm/lists': {
    query: { listIds: text, includeFilters: text },
    responses: { 200: object({ lists: list(hubSpotList) }) },
  },
  'GET /crm/lists/records/{objectTypeId}/{recordId}/memberships': {
    responses: { 200: object({ results: listsOfRecord }, { total: integer }) },
  },
  'POST /crm/lists/records/memberships/batch/read': {
    body: object({ inputs: list(object({ objectTypeId: text, recordId: text })) }),
    responses: {
      200: object({
        status: text,
        results: list(object({ objectTypeId: text, recordId: id, recordListMemberships: listsOfRecord })),
        startedAt: instant,
        completedAt: instant,
      }),
    },
  },
  'GET /crm/lists/{listId}': oneList,
  'GET /crm/lists/object-type-id/{objectTypeId}/name/{listName}': oneList,
  'POST /crm/lists/search': {
    body: object(
      {
        offset: integer,
        listIds: list(text),
        additionalProperties: list(text),
        processingTypes: list(text),
      },
      { count: integer, query: text, objectTypeId: text, sort: text },
    ),
    responses: {
      200: object({ total: integer, offset: integer, hasMore: boolean, lists: list(foundList) }),
    },
  },
  'GET /crm/lists/{listId}/memberships': {
    query: { limit: text, after: text, before: text },
    responses: { 200: page(object({ recordId: id, membershipTimestamp: instant }), { total: integer }) },
  },
  'PUT /crm/lists/{listId}/memberships/add': changeMembers,
  'PUT /crm/lists/{listId}/memberships/remove': changeMembers,
  'PUT /crm/lists/{listId}/memberships/add-and-remove': {
    body: object({ recordIdsToAdd: list(id), recordIdsToRemove: list(id) }),
    responses: { 200: membershipChange },
  },
};
