import { Button } from '@mantine/core';
import { changesCsv, type ChangeFilter } from '../change-filter.js';

/** Takes the whole list along as a file, with exact times. */
export function CsvLink({ filter }: { readonly filter: ChangeFilter }) {
  return (
    <Button component="a" href={changesCsv(filter)} download variant="default" size="xs">
      Download as CSV
    </Button>
  );
}
