import { Skeleton } from '@mantine/core';
import classes from './skeleton-rows.module.css';

/** Grey rows of the height, in pixels, of what is about to come. */
export function SkeletonRows({ rows, height }: { readonly rows: number; readonly height: number }) {
  return (
    <div className={classes['rows']}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} radius="sm" />
      ))}
    </div>
  );
}
