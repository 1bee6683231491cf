/** The sizes of requests and batches. The code that sends requests and the estimate of a plan use the same numbers. */

/** HubSpot's maximum number of contacts in one batch read. */
export const contactsPerRead = 100;

/**
 * The number of contacts whose list memberships one request reads. HubSpot publishes no maximum: after a refusal, rollcall
 * uses HubSpot's usual batch size. Each contact is shown with all its lists, so more would make large responses.
 */
export const contactsPerMembershipRead = { first: 250, afterRefusal: 100 };

/** HubSpot's maximum number of members in one page of a list. */
export const membersPerListPage = 250;

/** The maximum number of contacts that one request adds to a list. */
export const contactsPerListRequest = 1_000;

/**
 * The number of changes that an apply rereads and sends as one batch. `single` is what one batch read returns. `list`
 * is larger because each reread also reads the workflow's active list. It is limited to a minute of requests: 250 to
 * read, 25 to add.
 */
export const changesPerBatch = { single: contactsPerRead, list: 25_000 };
