/** What a request to HubSpot does. */
export type IntentAction = 'enroll' | 'unenroll' | 'archive' | 'create-workflow';
