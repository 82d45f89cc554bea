import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';

interface DialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  /** Where its buttons need room. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A window over the page, named by its title. Escape and a click beside it close it. */
export function Dialog({ opened, title, onClose, wide = false, children }: DialogProps) {
  return (
    // The page behind is held still by styles/page.css; Mantine would write a style into the page for it.
    <Modal.Root opened={opened} onClose={onClose} size={wide ? '42rem' : 'md'} centered lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body className={classes['body']}>
          <Modal.Title className={classes['title']}>{title}</Modal.Title>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
