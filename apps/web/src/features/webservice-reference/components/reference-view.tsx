import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { useEffect, type ReactNode } from 'react';
import { anchorOf } from '../reference-words.js';
import { CallPanel } from './call-panel.js';
import { DifferencesPanel, ErrorsPanel, LimitsPanel } from './failure-panels.js';
import { FunctionPanel } from './function-panel.js';
import { useSampleChoice } from './sample-choice.js';
import { TokenPanel } from './token-panel.js';
import { ToolsPanel } from './tools-panel.js';
import classes from './contents.module.css';

/** Everything that a bot author asks, in the order in which it is asked. */
export function ReferenceView({ reference }: { readonly reference: WebserviceReferenceDto }) {
  const choice = useSampleChoice();
  useScrollToWantedPart();
  const parts: readonly { readonly id: string; readonly title: string; readonly content: ReactNode }[] = [
    { id: 'call', title: 'Call a function', content: <CallPanel reference={reference} choice={choice} /> },
    { id: 'token', title: 'Get a token', content: <TokenPanel reference={reference} /> },
    {
      id: 'functions',
      title: 'Functions',
      content: reference.functions.map((described) => (
        <FunctionPanel key={described.name} described={described} choice={choice} />
      )),
    },
    { id: 'errors', title: 'Errors', content: <ErrorsPanel reference={reference} choice={choice} /> },
    { id: 'limits', title: 'Limits', content: <LimitsPanel reference={reference} /> },
    { id: 'differences', title: 'Differences from Moodle', content: <DifferencesPanel reference={reference} /> },
    { id: 'tools', title: 'For tools', content: <ToolsPanel reference={reference} /> },
  ];
  return (
    <>
      <nav aria-label="On this page">
        <ul className={classes['contents']}>
          {parts.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
        <ul className={classes['contents']}>
          {reference.functions.map(({ name }) => (
            <li key={name}>
              <a href={`#${anchorOf(name)}`}>
                <code>{name}</code>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {parts.map(({ id, content }) => (
        <div key={id} id={id} className={classes['section']}>
          {content}
        </div>
      ))}
    </>
  );
}

/** The parts are not there yet when the browser looks for the one that the address names. */
function useScrollToWantedPart(): void {
  useEffect(() => {
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, []);
}
