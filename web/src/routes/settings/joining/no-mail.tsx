import { Link } from '@tanstack/react-router';
import { useSession } from '../../../api/session.ts';
import { Notice } from '../../../ui/notice.tsx';
import styles from './no-mail.module.css';

/** How links reach people while no mail leaves: by hand, and which hand. */
export function NoMail() {
  const { person, authentication } = useSession();
  const who = person.accessLevel === 'owner' ? 'open the mail to them there and pass its link on' : 'an owner opens the mail to them there and passes its link on';
  return (
    <div className={styles.place}>
      <Notice tone="wait" title="No mail leaves this installation yet">
        {authentication.provider === 'dispatch-auth-provider-basic' && (
          <p>
            Whoever asks to join first has to open a link, which stays in the <Link to="/outbox">outbox</Link>: {who}. So it is with links for a forgotten password. An invitation you make as a link to pass on.
          </p>
        )}
        <p>
          Whom you let in or refuse learns it from you. To have mail sent, set <code>SMTP_HOST</code> for the installation, or{' '}
          <Link to="/settings/integrations" search={{ plugin: 'email' }}>
            set up e-mail
          </Link>{' '}
          for this organization.
        </p>
      </Notice>
    </div>
  );
}
