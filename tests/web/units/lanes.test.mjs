import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translated } from './translated.mjs';

const { in_lanes } = await translated('src/desk/lanes.js');

const placed = (...spans) =>
    in_lanes(spans, ([from, to]) => ({ from, to })).map(({ lane, lanes }) => `${lane}/${lanes}`);

test('visits that follow each other have the column to themselves', () => {
    assert.deepEqual(placed([0, 10], [10, 20], [30, 40]), ['0/1', '0/1', '0/1']);
});

test('visits that overlap share the column, and those after them do not', () => {
    assert.deepEqual(placed([0, 20], [10, 30], [30, 40]), ['0/2', '1/2', '0/1']);
});

test('a lane that became free is used again', () => {
    assert.deepEqual(placed([0, 30], [0, 10], [10, 20]), ['0/2', '1/2', '1/2']);
});
