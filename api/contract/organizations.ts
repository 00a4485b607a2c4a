import { z } from 'zod';
import { AccessLevelName, Id, listOf } from './common.ts';
import { defineRoute } from './route.ts';

/** An organization that the caller belongs to. */
export const OrganizationView = z.object({ id: Id, slug: z.string(), name: z.string(), accessLevel: AccessLevelName });

/** Routes about organizations. New ones are made by whoever runs the installation: `npx dispatch organization create`. */
export const organizations = {
  list: defineRoute({ id: 'organizations.list', method: 'get', path: '/organizations', scope: 'root', access: 'signedIn', tag: 'Session', summary: 'The organizations that the caller is a member of', response: listOf(OrganizationView) }),
} as const;
