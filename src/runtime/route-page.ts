export { routePage } from '../hubspot/route-page.ts';
