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

  it('is made in time that grows with its length only', () => {
    const started = performance.now();
    stripTags('<'.repeat(200_000));
    stripTags('<?('.repeat(70_000));
    stripTags(`<${'!'.repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
