import { z } from 'zod';

// Hosts of Duo's editions: api-xxxxxxxx.duosecurity.com, and duofederal.com for the federal ones.
const HOST = /^api-[a-z0-9]{1,63}\.(duosecurity|duofederal)\.com$/;
const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Settings of the Duo plugin; lengths as Duo's own libraries check them. */
export const DuoSettings = z.strictObject({
  clientId: z
    .string()
    .trim()
    .length(20, 'has 20 characters: copy the Client ID of the “Web SDK” application in Duo’s admin panel')
    .describe('Client ID of the application in Duo’s admin panel'),
  clientSecret: z
    .string()
    .trim()
    .length(40, 'has 40 characters: copy the Client secret of the same application')
    .describe('Client secret of the application'),
  apiHost: z
    .string()
    .trim()
    .toLowerCase()
    .regex(HOST, 'looks like api-xxxxxxxx.duosecurity.com: copy the API hostname of the same application')
    .describe('API hostname of the application, e.g. api-1a2b3c4d.duosecurity.com'),
  username: z
    .enum(['email', 'local part'])
    .default('email')
    .describe('What people are called in Duo: their whole e-mail address, or what stands before the @'),
  apiUrl: z
    .string()
    .trim()
    .regex(LOOPBACK, 'may only be an address of this machine, e.g. http://127.0.0.1:9000: it is for trying things out')
    .optional()
    .describe('Only for trying things out: a double of Duo on this machine, used instead of the API host'),
});
/** See {@link DuoSettings}. */
export type DuoSettings = z.infer<typeof DuoSettings>;

/** The address that requests go to, without a slash at its end. */
export function baseUrlOf({ apiHost, apiUrl }: DuoSettings): string {
  return apiUrl ?? `https://${apiHost}`;
}
