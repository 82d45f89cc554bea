import { useState } from 'react';

interface Copied {
  readonly text: string;
  readonly said: string;
}

/** Copying this text. Where the browser does not allow it, `select` selects the text for copying by hand. */
export function useCopying(text: string, select: () => void): { readonly copy: () => void; readonly said: string } {
  const [copied, setCopied] = useState<Copied | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied({ text, said: 'Copied.' });
    } catch {
      // Plain http addresses have no clipboard, and people may refuse it.
      select();
      const said = 'Your browser does not allow copying here. The text is selected: press Ctrl+C, or ⌘C on a Mac.';
      setCopied({ text, said });
    }
  };
  return { copy: () => void copy(), said: copied?.text === text ? copied.said : '' };
}
