import { jest } from '@jest/globals';

declare global {
  var testSeconds: number;
}

// Jest knows one limit for all projects only; each project of jest.config.js brings its own.
jest.setTimeout(globalThis.testSeconds * 1000);
