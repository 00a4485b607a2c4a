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
  'frame-src': ["'self'"],
  'manifest-src': ["'self'"],
  'media-src': ["'self'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

// Nothing in the product asks for any of these, so no page of it, or inside it, may.
const PERMISSIONS = ['accelerometer', 'bluetooth', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb'].map((name) => `${name}=()`).join(', ');

/** Security headers of every answer; `connectTo` = other origins that scripts of ours may ask. Strict transport only where the product is reached by https. */
export function securityHeaders(uiUrl: string, connectTo: readonly string[] = []): RequestHandler {
  const https = uiUrl.startsWith('https:');
  const own = { ...DIRECTIVES, 'connect-src': ["'self'", ...connectTo] };
  const guarded = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: https ? { ...own, 'upgrade-insecure-requests': [] } : own },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: https ? { policy: 'same-origin' } : false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: https,
    xFrameOptions: { action: 'deny' },
  });
  return (request, response, next) => {
    response.setHeader('permissions-policy', PERMISSIONS);
    guarded(request, response, next);
  };
}
