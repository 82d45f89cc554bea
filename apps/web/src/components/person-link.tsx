import { Link } from '@tanstack/react-router';
import { PATHS } from '../lib/paths.js';

interface PersonLinkProps {
  readonly userId: number;
  readonly name: string;
  /** Which course their page opens at; without it, at the one that changed last. */
  readonly courseId?: number | undefined;
}

/** The name of a person, leading to all that is known about them. */
export function PersonLink({ userId, name, courseId }: PersonLinkProps) {
  return (
    <Link
      to={PATHS.person}
      search={{ id: String(userId), course: courseId === undefined ? undefined : String(courseId) }}
    >
      {name}
    </Link>
  );
}
