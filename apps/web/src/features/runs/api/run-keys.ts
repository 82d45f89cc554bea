export const runsKey = ['runs'] as const;
export const runListKey = [...runsKey, 'list'] as const;
export const heldRunsKey = [...runsKey, 'held'] as const;
export const runKey = (id: number) => [...runsKey, 'one', id] as const;
/** What belongs to one run and changes with it: figures, people, problems. */
export const runPartKey = (id: number, part: 'figures' | 'items' | 'problems') => [...runsKey, part, id] as const;
