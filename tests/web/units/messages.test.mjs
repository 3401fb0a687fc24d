import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { translated } from './translated.mjs';

const { compile_catalogues } = await translated('build/catalogue.js');
const { parse_message } = await translated('build/icu_parser.js');
const { format_parts } = await translated('src/language/parts.js');

const english = { language: 'en', time_zone: 'Africa/Dar_es_Salaam' };
const arabic = { ...english, language: 'ar' };
const said = (message, given, place = english) =>
    format_parts(parse_message(message), given, place).replace(/[\u2068\u2069]/g, '');

test('the messages that ship agree in every language', () => {
    const read = (name) =>
        readFileSync(join(process.env.WAYSIDE_WEB_MESSAGES, `${name}.json`), 'utf8');

    const made = compile_catalogues({ en: read('en'), ar: read('ar') });

    assert.deepEqual(Object.keys(made.ar).sort(), Object.keys(made.en).sort());
});

test('a message that one language lacks ends the build and is named', () => {
    const sources = { en: '{\n"a": "A",\n"b": "B"\n}', ar: '{\n"a": "ا"\n}' };

    assert.throws(() => compile_catalogues(sources), /ar: "b" is missing/);
});

test('a message that only one language has ends the build and is named', () => {
    const sources = { en: '{\n"a": "A"\n}', ar: '{\n"a": "ا",\n"c": "ج"\n}' };

    assert.throws(() => compile_catalogues(sources), /en: "c" is missing/);
});

test('a message that stands twice ends the build', () => {
    assert.throws(
        () => compile_catalogues({ en: '{\n"a": "A",\n"a": "B"\n}' }),
        /"a" stands twice/,
    );
});

test('an empty message ends the build', () => {
    assert.throws(() => compile_catalogues({ en: '{"a": " "}' }), /"a" is empty/);
});

test('a message that takes other arguments in one language ends the build', () => {
    const sources = { en: '{"a": "{who} has {count}"}', ar: '{"a": "{who}"}' };

    assert.throws(() => compile_catalogues(sources), /"a" takes/);
});

test('Arabic without its dual ends the build', () => {
    const lacking = '{n, plural, zero {a} one {b} few {c} many {d} other {e}}';

    assert.throws(() => compile_catalogues({ ar: JSON.stringify({ a: lacking }) }), /missing: two/);
});

test('English with a dual ends the build', () => {
    const extra = '{n, plural, one {a} two {b} other {c}}';

    assert.throws(
        () => compile_catalogues({ en: JSON.stringify({ a: extra }) }),
        /no such plural case: two/,
    );
});

test('Arabic counts with all six of its cases', () => {
    const message =
        '{n, plural, zero {صفر} one {واحد} two {اثنان} few {# قليل} many {# كثير} other {# غير}}';

    const counted = [0, 1, 2, 3, 11, 100].map((n) =>
        said(message, { n }, arabic).replace(/^\S+ (?=\S)/, ''),
    );

    assert.deepEqual(counted, ['صفر', 'واحد', 'اثنان', 'قليل', 'كثير', 'غير']);
});

test('an exact case wins over the plural case that it falls in', () => {
    const message = '{n, plural, =0 {nobody} one {# person} other {# people}}';

    assert.deepEqual(
        [0, 1, 2].map((n) => said(message, { n })),
        ['nobody', '1 person', '2 people'],
    );
});

test('an offset is taken off before the count is shown', () => {
    const message =
        '{n, plural, offset:1 =1 {only you} one {you and # more} other {you and # more}}';

    assert.deepEqual(
        [1, 2, 5].map((n) => said(message, { n })),
        ['only you', 'you and 1 more', 'you and 4 more'],
    );
});

test('a choice falls back to other', () => {
    const message = '{level, select, green {Green} other {{level}}}';

    assert.deepEqual(
        ['green', 'blue'].map((level) => said(message, { level })),
        ['Green', 'blue'],
    );
});

test('apostrophes quote as ICU says', () => {
    assert.equal(said("It''s '{plain}' o'clock", {}), "It's {plain} o'clock");
});

test("a time in a message is the clinic's", () => {
    assert.equal(said('since {at, time}', { at: '2026-03-02T07:24:00Z' }), 'since 10:24');
});

const broken = [
    '{',
    '}',
    '{a',
    '{a, b}',
    '{a, plural, other {x}',
    '{n, plural, one {x}}',
    "'{x",
    '{n, select, a {x} a {y} other {z}}',
    `${'{a, select, other {'.repeat(6)}x${'}}'.repeat(6)}`,
];
for (const message of broken) {
    test(`the broken message ${message.slice(0, 36)} is refused with its place`, () => {
        assert.throws(() => parse_message(message), /at character \d+ of/);
    });
}
