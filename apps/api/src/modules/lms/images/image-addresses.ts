/** The look of pictures; another number when they change, since browsers keep each for ever. */
export const THEME_REVISION = 1767225600;

/** Moodle's names of the sizes of a person's picture: 100 and 35 pixels. */
export type UserPictureSize = 'f1' | 'f2';

/** Where the picture of a person is who has none of their own. `siteUrl` has no slash at its end. */
export function userPictureUrl(siteUrl: string, size: UserPictureSize): string {
  return `${siteUrl}/theme/image.php/boost/core/${THEME_REVISION}/u/${size}`;
}

/** Where the pattern is that stands for a course. */
export function courseImageUrl(siteUrl: string, contextId: number): string {
  return `${siteUrl}/pluginfile.php/${contextId}/course/generated/course.svg`;
}
