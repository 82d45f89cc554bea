import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { CodeBlock } from '../../../components/code-block.js';
import classes from './code-tabs.module.css';

interface CodeTabsProps<Key extends string> {
  /** What the codes are, e.g. `Request`. */
  readonly title: string;
  readonly heading: ReactNode;
  /** The same thing in several languages or formats, by their names. */
  readonly codes: Readonly<Record<Key, string>>;
  readonly names: Readonly<Record<Key, string>>;
  readonly chosen: Key;
  readonly onChoose: (key: Key) => void;
}

/** Where a key goes from the tab at this place of so many. */
const MOVES: Readonly<Partial<Record<string, (place: number, tabs: number) => number>>> = {
  ArrowRight: (place, tabs) => (place + 1) % tabs,
  ArrowLeft: (place, tabs) => (place - 1 + tabs) % tabs,
  Home: () => 0,
  End: (_place, tabs) => tabs - 1,
};

/** One of several codes at a time. The arrow keys, Home and End go from one to another, as in every list of tabs. */
export function CodeTabs<Key extends string>({ title, heading, codes, names, chosen, onChoose }: CodeTabsProps<Key>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const keys = Object.keys(names) as Key[];

  const move = (event: KeyboardEvent): void => {
    const next = MOVES[event.key]?.(keys.indexOf(chosen), keys.length);
    const key = next === undefined ? undefined : keys[next];
    if (next === undefined || key === undefined) return;
    event.preventDefault();
    onChoose(key);
    list.current?.querySelectorAll('button')[next]?.focus();
  };

  return (
    <div className={classes['tabs']}>
      <div className={classes['head']}>
        {heading}
        <div ref={list} className={classes['list']} role="tablist" aria-label={`${title} in`} onKeyDown={move}>
          {keys.map((key) => (
            <button
              key={key}
              type="button"
              role="tab"
              id={`${id}-${key}`}
              aria-controls={`${id}-panel`}
              aria-selected={key === chosen}
              tabIndex={key === chosen ? 0 : -1}
              onClick={() => {
                onChoose(key);
              }}
            >
              {names[key]}
            </button>
          ))}
        </div>
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${chosen}`}>
        <CodeBlock label={`${title} in ${names[chosen]}`} code={codes[chosen]} />
      </div>
    </div>
  );
}
