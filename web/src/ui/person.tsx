import { initialsOf } from './initials.ts';
import styles from './marks.module.css';

/** The least the screen needs to know to show a person. */
export type PersonLike = { name?: string | null | undefined; email: string };

/** What a person is called on screen: the name, else the e-mail address. */
export function nameOf(person: PersonLike): string {
  return person.name?.trim() || person.email;
}

/** A person's initials in a circle; hidden from readers, so put the name beside it or use Person. */
export function Avatar({ person }: { person: PersonLike }) {
  return (
    <i className={styles.avatar} aria-hidden="true" title={nameOf(person)}>
      {initialsOf(person.name, person.email)}
    </i>
  );
}

/** A person by avatar and name (`plain` leaves the avatar out); nobody is said in words. */
export function Person({ person, plain = false, nobody = 'nobody' }: { person: PersonLike | null | undefined; plain?: boolean; nobody?: string }) {
  if (!person) return <span style={{ color: 'var(--wait)' }}>{nobody}</span>;
  return (
    <span className={styles.person} title={person.email}>
      {!plain && <Avatar person={person} />}
      <bdi className={styles.name}>{nameOf(person)}</bdi>
    </span>
  );
}
