import { Button, Tabs } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { routes } from '../../../../api/contract/index.ts';
import { useApi, useSend } from '../../api/hooks.ts';
import { useMay } from '../../api/session.ts';
import { Key } from '../../ui/facts.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Facts } from '../../ui/page.tsx';
import { PeekPanel } from '../../ui/peek-panel.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { toastDone, toastFailed } from '../../ui/toast.ts';
import { DeliveryState } from './delivery-state.tsx';
import styles from './outbox.module.css';

/** One message as its recipient gets it, and what can be done when it did not arrive. */
export function DeliveryPanel({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { data, error, refetch } = useApi(routes.settings.deliveries.get, { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const admin = useMay('admin');
  const retry = useSend(routes.settings.deliveries.retry, {
    onDone: () => toastDone('The message is on its way again.'),
    onFailed: (problem) => toastFailed('The message was not sent again', problem.detail ?? problem.title),
  });
  return (
    <PeekPanel open={id !== undefined} onClose={onClose} title={data?.subject ?? 'Message'}>
      {error && <ProblemNotice error={error} title="The message could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={8} />}
      {data && (
        <>
          <Facts
            items={[
              { name: 'State', value: <DeliveryState state={data.state} /> },
              { name: 'To', value: <bdi>{data.recipientName === '' ? data.recipient : `${data.recipientName} <${data.recipient}>`}</bdi> },
              { name: data.sentAt === null ? 'Written' : 'Sent', value: <Time at={data.sentAt ?? data.createdAt} as="exact" /> },
              ...(data.incident ? [{ name: 'Incident', value: <Link to="/incidents/$incident" params={{ incident: data.incident.key }} className={styles.link}><Key>{data.incident.key}</Key></Link> }] : []),
              ...(data.attempts > 1 ? [{ name: 'Tries', value: data.attempts }] : []),
            ]}
          />
          {data.state === 'failed' && (
            <div className={styles.notice}>
              <Notice
                tone="fail"
                title="It was not delivered"
                action={
                  admin && (
                    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate({ params: { id: data.id } })}>
                      Send it again
                    </Button>
                  )
                }
              >
                <p>{data.lastError ?? 'The provider gave no reason.'}</p>
              </Notice>
            </div>
          )}
          {data.state === 'outbox' && (
            <div className={styles.notice}>
              <Notice title="No mail server is set up">
                <p>The message is kept here to be read. Set a mail server up under Integrations and new messages are sent.</p>
              </Notice>
            </div>
          )}
          <Body html={data.html} text={data.text} subject={data.subject} />
        </>
      )}
    </PeekPanel>
  );
}

function Body({ html, text, subject }: { html: string; text: string; subject: string }) {
  return (
    <Tabs defaultValue={html === '' ? 'text' : 'html'} className={styles.body ?? ''}>
      <Tabs.List>
        {html !== '' && <Tabs.Tab value="html">As mail</Tabs.Tab>}
        <Tabs.Tab value="text">As text</Tabs.Tab>
      </Tabs.List>
      {html !== '' && (
        <Tabs.Panel value="html">
          {/* No scripts, no forms, no origin of ours: whatever a mail holds, it can do nothing here. Links open in a new tab. */}
          <iframe className={styles.frame} title={`Message: ${subject}`} sandbox="allow-popups allow-popups-to-escape-sandbox" srcDoc={`<base target="_blank"><meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'">${html}`} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="text">
        <pre className={styles.text}>{text}</pre>
      </Tabs.Panel>
    </Tabs>
  );
}
