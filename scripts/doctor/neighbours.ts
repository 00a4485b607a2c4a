import nodemailer from 'nodemailer';
import type { Config } from '../../config/load.ts';
import { answersOk } from '../parts/ready.ts';
import { fault, ok, reasonOf, warning, within } from './finding.ts';
import type { Finding } from './finding.ts';

/** The mail server, when there is one. */
export async function checkMail({ smtp }: Config): Promise<Finding> {
  if (smtp === null) return ok('Mail', 'no SMTP server is set; mail is kept in the outbox');
  const where = `${smtp.host}:${smtp.port}`;
  const transport = nodemailer.createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    connectionTimeout: 5_000,
    ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: smtp.password ?? '' } }),
  });
  try {
    await within(10_000, transport.verify());
    return ok('Mail', `${where} takes our mail`);
  } catch (error) {
    return fault(
      'Mail',
      `${where}: ${reasonOf(error)}`,
      'correct the SMTP settings; until then mail waits and is sent later',
    );
  } finally {
    transport.close();
  }
}

/** The API on this machine, when it is meant to run here. */
export async function checkApi({ server }: Config): Promise<Finding> {
  const host = ['0.0.0.0', '::', ''].includes(server.host) ? '127.0.0.1' : server.host;
  const address = `http://${host}:${server.port}`;
  if (await answersOk(`${address}/readyz`)) return ok('API', `${address} is ready`);
  if (await answersOk(`${address}/healthz`))
    return fault('API', `${address} runs and is not ready`, `see ${address}/readyz`);
  return warning(
    'API',
    `nothing answers at ${address}`,
    'npm start, or npx dispatch api, if it should run on this machine',
  );
}
