import { createHash } from 'node:crypto';
import type { Reply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';

const embedColours = ['#5865f2', '#757e8a', '#2f9e5b', '#c77d0a', '#e0383b', '#c2398f'];

function picture(background: string, content: string): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body:
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="128" height="128">` +
      `<rect width="64" height="64" fill="${background}"/>${content}</svg>`,
  };
}

const face =
  '<circle cx="32" cy="25" r="11" fill="#fff" fill-opacity=".9"/>' +
  '<path d="M10 60c2-15 11-21 22-21s20 6 22 21z" fill="#fff" fill-opacity=".9"/>';

/** A symmetric pattern that is the same for the same avatar hash. */
function pattern(hash: string): string {
  const bits = createHash('sha256').update(hash).digest();
  const cells = Array.from({ length: 15 }, (_, cell) => ({
    column: cell % 3,
    row: Math.floor(cell / 3),
    on: bits[cell] ?? 0,
  }));
  return cells
    .filter(({ on }) => on % 2 === 0)
    .flatMap(({ column, row }) => [...new Set([column, 4 - column])].map((x) => ({ x, row })))
    .map(
      ({ x, row }) =>
        `<rect x="${7 + x * 10}" y="${7 + row * 10}" width="10" height="10" fill="#fff" fill-opacity=".9"/>`,
    )
    .join('');
}

/** Pictures in place of Discord's CDN; they are SVG whatever the ending says, and browsers go by the type. */
export function avatarRoutes(context: SandboxContext): Route[] {
  return [
    {
      method: 'GET',
      template: '/cdn/avatars/:user/:file',
      caller: 'page',
      handle: (exchange) => {
        const hash = exchange.param('file').replace(/\.[a-z]+$/, '');
        const user = context.world.users.get(exchange.param('user'));
        const hue = Number.parseInt(createHash('sha256').update(hash).digest('hex').slice(0, 4), 16) % 360;
        const movement = hash.startsWith('a_')
          ? '<style>rect+*{animation:p 2s infinite alternate}@keyframes p{to{opacity:.5}}</style>'
          : '';
        return picture(`hsl(${hue} 55% 40%)`, user?.avatar === hash ? movement + pattern(hash) : face);
      },
    },
    {
      method: 'GET',
      template: '/cdn/embed/avatars/:file',
      caller: 'page',
      handle: (exchange) => {
        const index = Number.parseInt(exchange.param('file'), 10) || 0;
        return picture(embedColours[index % embedColours.length] ?? '#5865f2', face);
      },
    },
  ];
}

/** The path of a user's picture below the sandbox's own address. */
export function avatarPath(user: { id: string; avatar: string | null; discriminator: string }): string {
  if (user.avatar !== null) return `/cdn/avatars/${user.id}/${user.avatar}.png`;
  const index = user.discriminator === '0' ? (BigInt(user.id) >> 22n) % 6n : BigInt(user.discriminator) % 5n;
  return `/cdn/embed/avatars/${index}.png`;
}
