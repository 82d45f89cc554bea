import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';

interface DialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A window over the page, named by its title. Escape and a click beside it close it. */
export function Dialog({ opened, title, onClose, children }: DialogProps) {
  return (
    // The page behind is held still by styles/page.css; Mantine would write a style into the page for it.
    <Modal.Root opened={opened} onClose={onClose} centered lockScroll={false}>
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
