import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './filter-form.module.css';

interface FilterFormProps {
  readonly label: string;
  readonly onFilter: () => void;
  /** The way back to the whole list; null where nothing narrows it. */
  readonly showAll: { readonly label: string; readonly onClick: () => void } | null;
  readonly children: ReactNode;
}

/** Fields that narrow a list, side by side where there is room, with the button that does it. */
export function FilterForm({ label, onFilter, showAll, children }: FilterFormProps) {
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onFilter();
      }}
      noValidate
      aria-label={label}
    >
      {children}
      <div className={classes['actions']}>
        <Button type="submit" variant="default">
          Filter
        </Button>
        {showAll === null ? null : (
          <Button variant="subtle" onClick={showAll.onClick}>
            {showAll.label}
          </Button>
        )}
      </div>
    </form>
  );
}
