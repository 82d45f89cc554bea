import type { UserPictureSize } from './image-addresses.js';

const PIXELS: Readonly<Record<UserPictureSize, number>> = { f1: 100, f2: 35 };

/** Somebody's outline, the same for everybody. */
export function userPicture(size: UserPictureSize): string {
  const pixels = PIXELS[size];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="0 0 100 100">` +
    '<rect width="100" height="100" fill="#dfe3ea"/>' +
    '<circle cx="50" cy="39" r="17" fill="#7b8798"/>' +
    '<path d="M16 92a34 30 0 0 1 68 0v8H16z" fill="#7b8798"/>' +
    '</svg>'
  );
}
