import type { LinkPageDto } from '@pulsetech/contracts';
import { Moment } from '../../../components/moment.js';
import { Panel } from '../../../components/panel.js';
import { StateMark } from '../../../components/state-mark.js';
import { membershipWords } from '../membership-words.js';
import classes from './membership-panel.module.css';

type MembershipPanelProps = Pick<LinkPageDto, 'membership' | 'guildName'>;

/** What Discord says about the person at present. */
export function MembershipPanel({ membership, guildName }: MembershipPanelProps) {
  const { tone, word, sentence } = membershipWords(membership, guildName);
  return (
    <Panel
      title="In Discord now"
      lead={
        membership.checkedAt === null ? undefined : (
          <>
            {'checked '}
            <Moment atMs={membership.checkedAt} />
          </>
        )
      }
    >
      <p>
        <StateMark tone={tone}>{word}</StateMark>
      </p>
      <p>{sentence}</p>
      {membership.state === 'member' ? <Roles roles={membership.roles} /> : null}
    </Panel>
  );
}

function Roles({ roles }: { readonly roles: LinkPageDto['membership']['roles'] }) {
  if (roles.length === 0) return <p>You have no roles there.</p>;
  return (
    <ul className={classes['roles']} aria-label="Your Discord roles">
      {roles.map((role) => (
        <li key={role.id}>{role.name}</li>
      ))}
    </ul>
  );
}
