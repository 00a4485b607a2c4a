import { jest } from '@jest/globals';

// Real servers and workers on a busy machine: a test that takes a second alone may take twenty beside others.
jest.setTimeout(60_000);
