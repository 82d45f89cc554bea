/** A function's name without what all of this product's functions begin with, which says nothing in a list of them. */
export function shortFunctionName(name: string): string {
  return name.replace(/^local_pulsetech_discord_/, '');
}
