import { leastTimeOf } from '../../test/least-time.js';
import { stripTags } from './strip-tags.js';

describe('text without its tags', () => {
  it.each([
    ['plain & "simple"', 'plain & "simple"'],
    ['Advanced Topics & <i>More</i>', 'Advanced Topics & More'],
    ['a < b and c > d', 'a < b and c > d'],
    ['a <b and c', 'a '],
    ['<a href="x>y">link</a>', 'link'],
    ["<a title='>'>x</a>", 'x'],
    ['x<!-- > " --> y', 'x y'],
    ['x<!DOCTYPE html>y', 'xy'],
    ['x<?php if (a > b) echo "?>"; ?>y', 'xy'],
    ['<<b>>x', 'x'],
    ['ends with <', 'ends with '],
    ['<', ''],
    ['a\0b', 'ab'],
    ['1 <2 3> 4', '1  4'],
  ])('%j becomes %j', (text, expected) => {
    expect(stripTags(text)).toBe(expected);
  });

  it.each([
    ['tags that begin', (n: number): string => '<'.repeat(n)],
    ['code that begins', (n: number): string => '<?(' + '<?('.repeat(n / 3)],
    ['a declaration that never ends', (n: number): string => `<${'!'.repeat(n)}`],
  ])('is made in time that grows with its length only: %s', (_, textOf) => {
    const [long, short] = [textOf(160_000), textOf(20_000)];
    const many = leastTimeOf(() => stripTags(long));
    const few = leastTimeOf(() => stripTags(short));
    // Eight times the text takes eight times as long, where every character looked back over all before it sixty-four times.
    expect(many / few).toBeLessThan(24);
  });
});
