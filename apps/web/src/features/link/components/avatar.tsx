import { useState } from 'react';
import classes from './avatar.module.css';

/** The picture of a Discord account, or the first letter of its name where the picture cannot be loaded. */
export function Avatar({ url, name }: { readonly url: string; readonly name: string }) {
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <span className={classes['avatar']} aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
    );
  }
  return (
    <img
      className={classes['avatar']}
      src={url}
      alt=""
      width={48}
      height={48}
      referrerPolicy="no-referrer"
      onError={() => {
        setFailed(true);
      }}
    />
  );
}
