import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { fieldError, isAboutFields, isApiError } from '../../../lib/api-error.js';
import { useSignIn } from '../api/use-sign-in.js';
import classes from './password-form.module.css';

export function PasswordForm({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ username: username.trim(), password }, { onSuccess: onSignedIn });
  };

  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <SignInFailure key={signIn.submittedAt} error={signIn.error} />
      <TextInput
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={username}
        error={fieldError(signIn.error, 'username')}
        onChange={(event) => {
          setUsername(event.currentTarget.value);
        }}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        error={fieldError(signIn.error, 'password')}
        visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
        }}
      />
      <Button type="submit" loading={signIn.isPending} fullWidth>
        Sign in
      </Button>
    </form>
  );
}

function SignInFailure({ error }: { readonly error: unknown }) {
  if (error === null || isAboutFields(error, ['username', 'password'])) return null;
  if (!isApiError(error, 401)) return <ErrorNotice error={error} title="You are not signed in" takesFocus />;
  return (
    <Notice tone="bad" title="You are not signed in" role="alert" takesFocus>
      <p>{error.message}</p>
    </Notice>
  );
}
