import type { RequestHandler } from 'express';
import helmet from 'helmet';

// Component libraries set style attributes, so inline styles are allowed; scripts only come from files of ours.
const DIRECTIVES = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'worker-src': ["'self'", 'blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** Security headers of every answer; strict transport only where the product is reached by https. */
export function securityHeaders(uiUrl: string): RequestHandler {
  const https = uiUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: https ? { ...DIRECTIVES, 'upgrade-insecure-requests': [] } : DIRECTIVES },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: https ? { policy: 'same-origin' } : false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: https,
    xFrameOptions: { action: 'deny' },
  });
}
