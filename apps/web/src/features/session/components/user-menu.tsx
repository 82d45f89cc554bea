import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { SessionUser } from '@pulsetech/contracts';
import { useSignOut } from '../api/use-sign-out.js';
import classes from './user-menu.module.css';

interface UserMenuProps {
  readonly user: SessionUser;
  readonly onSignedOut: () => void;
}

export function UserMenu({ user, onSignedOut }: UserMenuProps) {
  const signOut = useSignOut();
  const name = `${user.firstname} ${user.lastname}`;
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false} width={180}>
      <Menu.Target>
        <UnstyledButton className={classes['button']}>
          <span className={classes['initials']} aria-hidden="true">
            {user.firstname.slice(0, 1)}
            {user.lastname.slice(0, 1)}
          </span>
          <VisuallyHidden>Your account:</VisuallyHidden>
          <span className={classes['name']}>{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => {
            signOut.mutate(undefined, { onSuccess: onSignedOut });
          }}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
